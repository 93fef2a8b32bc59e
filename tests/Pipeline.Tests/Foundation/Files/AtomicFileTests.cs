using Nuke.Common.IO;
using Pipeline.Foundation.Files;

namespace Pipeline.Tests.Foundation.Files;

public sealed class AtomicFileTests : IDisposable
{
    private readonly AbsolutePath folder = Directory.CreateTempSubdirectory("atomic-").FullName;

    private AbsolutePath Path => folder / "new" / "file";

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_file_is_written_with_its_folder_and_in_the_place_of_one_that_is_there()
    {
        AtomicFile.Write(Path, "first");
        AtomicFile.Write(Path, "żółw");

        File.ReadAllBytes(Path).ShouldBe("żółw"u8.ToArray());
        Left().ShouldBe(["file"]);
    }

    [Fact]
    public void Files_of_a_new_folder_are_written_whoever_makes_it()
    {
        const int Folders = 1000;

        Parallel.For(
            0,
            2,
            writer =>
            {
                for (var i = 0; i < Folders; i++)
                    AtomicFile.Write(System.IO.Path.Combine(folder, $"{i}", $"{writer}"), "text");
            }
        );

        Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Length.ShouldBe(2 * Folders);
    }

    [Fact]
    public void What_fails_on_the_way_leaves_the_old_file_and_nothing_else()
    {
        AtomicFile.Write(Path, "old");

        Should.Throw<InvalidOperationException>(() =>
            AtomicFile.Write(
                Path,
                stream =>
                {
                    stream.Write("half"u8);
                    throw new InvalidOperationException();
                },
                durable: true
            )
        );

        File.ReadAllText(Path).ShouldBe("old");
        Left().ShouldBe(["file"]);
    }

    [Fact]
    public void A_secret_is_its_owners_alone_from_the_first_byte_on()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes");
        UnixFileMode? meanwhile = null;

        AtomicFile.Write(Path, stream => meanwhile = ModeOf(stream.Name), durable: false, FileModes.OwnersAlone);

        meanwhile.ShouldBe(FileModes.OwnersAlone);
        ModeOf(Path).ShouldBe(FileModes.OwnersAlone);
    }

    [Fact]
    public void A_secret_in_the_place_of_a_file_that_all_may_read_is_its_owners_alone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes");
        AtomicFile.Write(Path, "for all");

        AtomicFile.Write(Path, "made-up-secret", FileModes.OwnersAlone);

        ModeOf(Path).ShouldBe(FileModes.OwnersAlone);
    }

    [Fact]
    public void A_program_can_be_run_by_whoever_can_read_it()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes");
        AtomicFile.Write(folder / "text", "");
        AtomicFile.Write(Path, "", FileModes.Program);

        var (text, program) = ((int)ModeOf(folder / "text"), (int)ModeOf(Path));

        program.ShouldBe(text | (text & 0b100_100_100) >> 2);
    }

    [Fact]
    public void Of_those_who_write_a_name_at_once_one_does()
    {
        var done = new bool[2, 500];
        using var start = new Barrier(2);
        void WriteAll(int writer)
        {
            for (var name = 0; name < 500; name++)
            {
                start.SignalAndWait();
                done[writer, name] = AtomicFile.TryWrite(Path.Parent! / $"{name}", $"{writer}");
            }
        }

        Thread[] writers = [new(() => WriteAll(0)), new(() => WriteAll(1))];
        Array.ForEach(writers, writer => writer.Start());
        Array.ForEach(writers, writer => writer.Join());

        foreach (var name in Enumerable.Range(0, 500))
        {
            (done[0, name] ^ done[1, name]).ShouldBeTrue();
            File.ReadAllText(Path.Parent! / $"{name}").ShouldBe(done[0, name] ? "0" : "1");
        }

        Left().Count().ShouldBe(500);
    }

    [Fact]
    public void A_file_that_grows_has_its_name_from_its_first_content_on()
    {
        AtomicFile.Write(Path, "an older and longer one");

        using (var stream = AtomicFile.Begin(Path, "first "u8))
        {
            File.ReadAllText(Path).ShouldBe("first ");
            stream.Write("second"u8);
            File.ReadAllText(Path).ShouldBe("first second");
        }

        Left().ShouldBe(["file"]);
    }

    private IEnumerable<string> Left() =>
        Directory.EnumerateFileSystemEntries(Path.Parent!).Select(System.IO.Path.GetFileName)!;

    private static UnixFileMode ModeOf(string path) =>
        OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(path);
}

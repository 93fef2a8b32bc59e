using System.Formats.Tar;
using System.Runtime.Versioning;
using Nuke.Common.IO;
using Pipeline.Images.Contexts;
using Pipeline.Planning;

namespace Pipeline.Tests.Images;

[UnsupportedOSPlatform("windows")]
public sealed class BuildContextTests : IDisposable
{
    private static readonly DateTimeOffset Time = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);

    private readonly AbsolutePath root = Directory.CreateTempSubdirectory("pipeline-context-").FullName;

    private AbsolutePath Folder => root / "service";

    public BuildContextTests() => Write("Dockerfile", "FROM scratch\n");

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void Entries_come_in_one_order_and_bear_the_time_of_the_commit()
    {
        Write("b", "");
        Write("a/z", "");
        Write("a.txt", "");

        var entries = Entries(Folder / "Dockerfile");

        entries.Select(entry => entry.Name).ShouldBe(["Dockerfile", "a/", "a.txt", "a/z", "b", ".dockerignore"]);
        entries.ShouldAllBe(entry => entry.ModificationTime == Time && entry.Uid == 0 && entry.Gid == 0);
    }

    [Fact]
    public void Equal_files_give_equal_bytes_whatever_their_times_and_the_umask()
    {
        Write("run.sh", "#!/bin/sh\n");
        var before = Archive(Folder / "Dockerfile");

        File.SetLastWriteTimeUtc(Folder / "run.sh", DateTime.UnixEpoch);
        File.SetUnixFileMode(Folder / "run.sh", UnixFileMode.UserRead | UnixFileMode.UserWrite);

        Archive(Folder / "Dockerfile").ToArray().ShouldBe(before.ToArray());
    }

    [Fact]
    public void A_file_that_can_be_executed_still_can()
    {
        Write("run.sh", "#!/bin/sh\n");
        File.SetUnixFileMode(Folder / "run.sh", UnixFileMode.UserRead | UnixFileMode.UserExecute);

        var script = Entries(Folder / "Dockerfile").Single(entry => entry.Name == "run.sh");

        script.Mode.ShouldBe((UnixFileMode)Convert.ToInt32("755", 8));
    }

    [Fact]
    public void The_file_that_makes_a_folder_a_submodule_is_not_sent()
    {
        Write("vendor/.git", "gitdir: ../../.git/modules/vendor\n");
        Write("vendor/a.go", "package vendor\n");

        Entries(Folder / "Dockerfile")
            .Select(entry => entry.Name)
            .ShouldBe(["Dockerfile", "vendor/", "vendor/a.go", ".dockerignore"]);
    }

    [Fact]
    public void What_is_ignored_is_not_sent_and_what_is_taken_in_again_is()
    {
        Write(".dockerignore", "secrets\n!secrets/public.pem\n");
        Write("secrets/private.pem", "made up");
        Write("secrets/public.pem", "made up");

        var names = Entries(Folder / "Dockerfile").Select(entry => entry.Name);

        names.ShouldBe(["Dockerfile", "secrets/public.pem", ".dockerignore"]);
    }

    [Fact]
    public void A_backslash_is_a_letter_of_a_name()
    {
        Write("etc/var-lib-my\\x2ddata.mount", "");

        var names = Entries(Folder / "Dockerfile").Select(entry => entry.Name);

        names.ShouldContain("etc/var-lib-my\\x2ddata.mount");
    }

    [Fact]
    public void What_runs_and_Git_write_is_never_sent()
    {
        Write("artifacts/run.lock", "");
        Write(".nuke/parameters.json", "");
        Write(".nuke/temp/build.log", "");
        Write(".git/HEAD", "");
        Write("libs/artifacts/kept.txt", "");
        var context = new BuildContext(Folder, Folder / "Dockerfile", Time)
        {
            Without = RunFiles.Of(Folder, Folder / "artifacts", Folder),
        };
        using var archive = new MemoryStream();

        context.Write(archive, _ => { });

        archive.Position = 0;
        Read(archive)
            .Select(entry => entry.Name)
            .ShouldBe([
                ".nuke/",
                ".nuke/parameters.json",
                "Dockerfile",
                "libs/",
                "libs/artifacts/",
                "libs/artifacts/kept.txt",
                ".dockerignore",
            ]);
        context.Measure().Files.ShouldBe(3);
    }

    [Fact]
    public void An_ignored_Dockerfile_is_sent_for_the_engine_alone()
    {
        Write(".dockerignore", "*\n!app\n");
        Write("app", "");

        var entries = Entries(Folder / "Dockerfile");

        entries.Select(entry => entry.Name).ShouldBe(["app", "Dockerfile", ".dockerignore"]);
        Text(entries[^1]).ShouldBe(".dockerignore\nDockerfile\n");
    }

    [Fact]
    public void A_Dockerfile_from_elsewhere_does_not_hide_the_folders_own()
    {
        File.WriteAllText(root / "shared.Dockerfile", "FROM elsewhere\n");

        var entries = Entries(root / "shared.Dockerfile");

        entries.Select(entry => entry.Name).ShouldBe(["Dockerfile", ".pipeline.Dockerfile", ".dockerignore"]);
        Text(entries[1]).ShouldBe("FROM elsewhere\n");
    }

    [Fact]
    public void An_ignore_file_named_for_the_Dockerfile_goes_before_the_folders_own()
    {
        Write(".dockerignore", "a\n");
        Write("Dockerfile.dockerignore", "b\n");
        Write("a", "");
        Write("b", "");

        var names = Entries(Folder / "Dockerfile").Select(entry => entry.Name);

        names.ShouldContain("a");
        names.ShouldNotContain("b");
    }

    [Theory]
    [InlineData("inner", "a/target", "a/target")]
    [InlineData("a/up", "../Dockerfile", "../Dockerfile")]
    public void A_link_within_the_folder_stays_a_link(string name, string target, string sent)
    {
        Write("a/target", "");
        File.CreateSymbolicLink(Folder / name, target);

        var link = Entries(Folder / "Dockerfile").Single(entry => entry.Name == name);

        link.EntryType.ShouldBe(TarEntryType.SymbolicLink);
        link.LinkName.ShouldBe(sent);
    }

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("../outside")]
    [InlineData("a/../../outside")]
    public void A_link_that_leads_out_is_left_out_and_named(string target)
    {
        var leftOut = new List<string>();
        File.CreateSymbolicLink(Folder / "link", target);

        var archive = Archive(Folder / "Dockerfile", leftOut.Add);

        Read(archive).ShouldNotContain(entry => entry.Name == "link");
        leftOut.ShouldHaveSingleItem().ShouldContain($"link is a link to {target}");
    }

    [Fact]
    public void A_link_to_a_folder_is_not_walked_into()
    {
        Write("a/file", "");
        Directory.CreateSymbolicLink(Folder / "loop", ".");

        var names = Entries(Folder / "Dockerfile").Select(entry => entry.Name);

        names.ShouldBe(["Dockerfile", "a/", "a/file", "loop", ".dockerignore"]);
    }

    [Fact]
    public void A_path_longer_than_the_first_tar_format_allows_is_kept()
    {
        var name = string.Join('/', Enumerable.Repeat(new string('d', 60), 5)) + "/é.txt";
        Write(name, "");

        Entries(Folder / "Dockerfile").Select(entry => entry.Name).ShouldContain(name);
    }

    [Fact]
    public void A_folder_of_what_is_sent_has_its_names_modes_and_times()
    {
        Write(".dockerignore", "secrets\n!secrets/public.pem\n");
        Write("secrets/private.pem", "made up");
        Write("secrets/public.pem", "made up");
        Write("a/run.sh", "#!/bin/sh\n");
        File.SetUnixFileMode(Folder / "a" / "run.sh", UnixFileMode.UserRead | UnixFileMode.UserExecute);
        File.CreateSymbolicLink(Folder / "inner", "a/run.sh");
        File.CreateSymbolicLink(Folder / "outer", "/etc/passwd");
        var staged = Directory.CreateDirectory(root / "staged");
        var leftOut = new List<string>();

        new BuildContext(Folder, Folder / "Dockerfile", Time).Stage(staged.FullName, leftOut.Add);

        var made = staged.GetFileSystemInfos("*", SearchOption.AllDirectories);
        made.Select(info => Path.GetRelativePath(staged.FullName, info.FullName))
            .Order(StringComparer.Ordinal)
            .ShouldBe(["Dockerfile", "a", "a/run.sh", "inner", "secrets", "secrets/public.pem"]);
        made.ShouldAllBe(info => info.LastWriteTimeUtc == Time.UtcDateTime);
        File.GetUnixFileMode(staged.FullName + "/a/run.sh").ShouldBe((UnixFileMode)Convert.ToInt32("755", 8));
        new FileInfo(staged.FullName + "/inner").LinkTarget.ShouldBe("a/run.sh");
        leftOut.ShouldHaveSingleItem().ShouldContain("outer is a link to /etc/passwd");
    }

    private void Write(string name, string content)
    {
        var file = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, content);
    }

    private MemoryStream Archive(AbsolutePath dockerfile, Action<string>? leftOut = null)
    {
        var archive = new MemoryStream();
        new BuildContext(Folder, dockerfile, Time).Write(archive, leftOut ?? (_ => { }));
        archive.Position = 0;
        return archive;
    }

    private List<TarEntry> Entries(AbsolutePath dockerfile) => Read(Archive(dockerfile));

    private static List<TarEntry> Read(MemoryStream archive)
    {
        using var tar = new TarReader(archive);
        var entries = new List<TarEntry>();
        while (tar.GetNextEntry(copyData: true) is { } entry)
            entries.Add(entry);
        return entries;
    }

    private static string Text(TarEntry entry) => new StreamReader(entry.DataStream!).ReadToEnd();
}

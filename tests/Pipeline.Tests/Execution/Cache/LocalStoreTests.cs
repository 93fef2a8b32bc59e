using Nuke.Common.IO;
using Pipeline.Execution.Cache;
using Pipeline.Planning;

namespace Pipeline.Tests.Execution.Cache;

public sealed class LocalStoreTests : IDisposable
{
    private readonly AbsolutePath folder = Directory.CreateTempSubdirectory("store-").FullName;

    [Fact]
    public async Task An_entry_is_given_out_as_it_was_saved()
    {
        var store = new LocalStore(folder, LocalStore.DefaultLimit);
        await Save(store, Key(1), 10);

        (await Read(store, Key(1)))!.Length.ShouldBe(10);
        (await store.Contains(Key(1), default)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_key_that_was_never_saved_has_no_entry()
    {
        var store = new LocalStore(folder, LocalStore.DefaultLimit);

        (await Read(store, Key(1))).ShouldBeNull();
        (await store.Contains(Key(1), default)).ShouldBeFalse();
    }

    [Fact]
    public async Task What_was_used_last_stays_when_it_holds_more_than_it_may()
    {
        var filled = new LocalStore(folder, LocalStore.DefaultLimit);
        var store = new LocalStore(folder, limit: 3500);
        for (var i = 1; i <= 5; i++)
        {
            await Save(filled, Key(i), 1000);
            File.SetLastAccessTimeUtc(EntryPath.Of(folder, Key(i)), DateTime.UtcNow.AddDays(i - 10));
        }

        await Read(store, Key(1));
        store.Trim();

        Present().ShouldBe([1, 4, 5]);
        Directory
            .GetFiles(folder, "*", SearchOption.AllDirectories)
            .Sum(file => new FileInfo(file).Length)
            .ShouldBeLessThanOrEqualTo(3500);
    }

    [Fact]
    public async Task The_limit_is_kept_while_entries_come_in()
    {
        var store = new LocalStore(folder, limit: 5000);

        for (var i = 1; i <= 50; i++)
            await Save(store, Key(i), 1000);
        await store.DisposeAsync();

        Present().Count.ShouldBe(5);
    }

    [Fact]
    public async Task What_a_killed_writer_left_behind_goes_and_what_is_being_written_stays()
    {
        var store = new LocalStore(folder, limit: 5000);
        await Save(store, Key(1), 10);
        var (old, young) = ($"{EntryPath.Of(folder, Key(2))}.1-1.part", $"{EntryPath.Of(folder, Key(1))}.2-1.part");
        Directory.CreateDirectory(Path.GetDirectoryName(old)!);
        File.WriteAllText(old, "half");
        File.WriteAllText(young, "half");
        File.SetLastWriteTimeUtc(old, DateTime.UtcNow.AddHours(-2));

        store.Trim();

        File.Exists(old).ShouldBeFalse();
        File.Exists(young).ShouldBeTrue();
    }

    [Fact]
    public async Task Writers_of_one_key_leave_one_whole_entry()
    {
        // Two stores of one folder are what two processes are to each other.
        await Task.WhenAll(
            Enumerable
                .Range(0, 16)
                .Select(i => Task.Run(() => Save(new(folder, LocalStore.DefaultLimit), Key(1), 100_000, (byte)i)))
        );

        var content = await Read(new(folder, LocalStore.DefaultLimit), Key(1));
        content!.Length.ShouldBe(100_000);
        content.Distinct().Count().ShouldBe(1);
        Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Length.ShouldBe(1);
    }

    [Fact]
    public async Task An_entry_that_could_not_be_written_to_its_end_is_not_there()
    {
        var store = new LocalStore(folder, LocalStore.DefaultLimit);

        Should.Throw<IOException>(() =>
            store.Save(
                Key(1),
                stream =>
                {
                    stream.Write(new byte[100]);
                    throw new IOException("No space left on device");
                }
            )
        );

        (await Read(store, Key(1))).ShouldBeNull();
        Directory.GetFiles(folder, "*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("5GB", 5L * 1024 * 1024 * 1024)]
    [InlineData("1.5 GiB", 1536L * 1024 * 1024)]
    [InlineData("500 mb", 500L * 1024 * 1024)]
    [InlineData("2k", 2048)]
    [InlineData("4096", 4096)]
    public void A_size_is_written_as_people_do(string text, long bytes) => ByteSize.Parse(text).ShouldBe(bytes);

    [Theory]
    [InlineData("")]
    [InlineData("much")]
    [InlineData("0GB")]
    [InlineData("-1GB")]
    [InlineData("NaN")]
    [InlineData("9999999999TB")]
    public void What_is_no_size_is_refused(string text) =>
        Should.Throw<UnknownSizeException>(() => ByteSize.Parse(text)).Message.ShouldContain("write 500MB or 5GB");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private IReadOnlyList<int> Present() =>
        [.. Enumerable.Range(1, 50).Where(i => File.Exists(EntryPath.Of(folder, Key(i))))];

    private static ContentKey Key(int number) => new ContentKeyBuilder().Add($"{number}").ToKey();

    private static Task Save(LocalStore store, ContentKey key, int length, byte content = 7) =>
        store.Save(key, new MemoryStream([.. Enumerable.Repeat(content, length)]), default);

    private static async Task<byte[]?> Read(LocalStore store, ContentKey key)
    {
        await using var entry = await store.Open(key, default);
        if (entry is null)
            return null;
        using var content = new MemoryStream();
        await entry.CopyToAsync(content);
        return content.ToArray();
    }
}

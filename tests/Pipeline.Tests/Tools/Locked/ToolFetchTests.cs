using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Nuke.Common.IO;
using Pipeline.Foundation.Processes;
using Pipeline.Tools.Locked;

namespace Pipeline.Tests.Tools.Locked;

public sealed partial class ToolFetchTests : IDisposable
{
    private const string Script = "#!/bin/sh\necho scan 1.2.3\n";

    private static readonly byte[] Archive = Tar(("README", "read me"), ("scan", Script));

    private readonly AbsolutePath root = Directory.CreateTempSubdirectory("tools-").FullName;
    private readonly List<string> told = [];

    private ToolCache Cache => new(root / "cache");

    [Fact]
    public async Task A_program_of_an_archive_is_fetched_verified_and_runs()
    {
        await using var server = new DownloadServer(new DownloadAnswer(200, Archive));

        var program = await Fetch(Tool($"{server.Url}/1.2.3/scan.tar.gz", Archive, "scan"));

        (await Output(program)).ShouldBe("scan 1.2.3");
        Cache.Find(Tool($"{server.Url}/1.2.3/scan.tar.gz", Archive, "scan")).ShouldBe(program);
        Files().ShouldBe(["bin/scan", "verified"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_download_that_is_the_program_itself_needs_no_archive()
    {
        var script = Encoding.UTF8.GetBytes(Script);
        await using var server = new DownloadServer(new DownloadAnswer(200, script));

        var program = await Fetch(Tool($"{server.Url}/scan-1.2.3", script, null));

        (await Output(program)).ShouldBe("scan 1.2.3");
    }

    [Fact]
    public async Task A_program_of_a_zip_is_fetched_too()
    {
        var zip = Zip(("bin/scan", Script));
        await using var server = new DownloadServer(new DownloadAnswer(200, zip));

        var program = await Fetch(Tool($"{server.Url}/scan-1.2.3.zip", zip, "bin/scan"));

        (await Output(program)).ShouldBe("scan 1.2.3");
    }

    [Fact]
    public async Task What_was_fetched_is_not_fetched_again()
    {
        await using var server = new DownloadServer(new DownloadAnswer(200, Archive));
        var tool = Tool($"{server.Url}/scan-1.2.3.tgz", Archive, "scan");
        var first = await Fetch(tool);

        (await Fetch(tool)).ShouldBe(first);

        server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Another_checksum_ends_it_and_leaves_nothing()
    {
        await using var server = new DownloadServer(new DownloadAnswer(200, Archive));
        var tool = Tool($"{server.Url}/scan-1.2.3.tgz", Encoding.UTF8.GetBytes("something else"), "scan");

        var refusal = await Should.ThrowAsync<ToolException>(() => Fetch(tool));

        refusal.ShouldNotBeOfType<ToolUnreachableException>();
        refusal.Message.ShouldContain(
            $"its SHA-256 is {Sum(Archive)}, and tools.lock.yaml says {tool.Download!.Sha256}"
        );
        Files().ShouldBeEmpty();
        server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_program_that_was_changed_in_the_cache_is_removed_and_not_run()
    {
        await using var server = new DownloadServer(new DownloadAnswer(200, Archive));
        var tool = Tool($"{server.Url}/scan-1.2.3.tgz", Archive, "scan");
        var program = await Fetch(tool);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await File.WriteAllTextAsync(program, "#!/bin/sh\necho evil\n", TestContext.Current.CancellationToken);

        var refusal = Should.Throw<ToolException>(() => Cache.Find(tool));

        refusal.Message.ShouldContain("has changed since it was verified: it was deleted");
        File.Exists(program).ShouldBeFalse();
        Cache.Find(tool).ShouldBeNull();
    }

    [Fact]
    public async Task A_program_that_was_only_touched_is_verified_again()
    {
        await using var server = new DownloadServer(new DownloadAnswer(200, Archive));
        var tool = Tool($"{server.Url}/scan-1.2.3.tgz", Archive, "scan");
        var program = await Fetch(tool);
        File.SetLastWriteTimeUtc(program, DateTime.UnixEpoch);

        Cache.Find(tool).ShouldBe(program);
    }

    [Fact]
    public async Task Another_checksum_in_the_lock_is_another_tool()
    {
        await using var server = new DownloadServer(new DownloadAnswer(200, Archive));
        await Fetch(Tool($"{server.Url}/scan-1.2.3.tgz", Archive, "scan"));

        Cache.Find(Tool($"{server.Url}/scan-1.2.3.tgz", [1], "scan")).ShouldBeNull();
    }

    [Fact]
    public async Task Runs_that_fetch_at_once_end_with_one_program()
    {
        await using var one = new DownloadServer(new DownloadAnswer(200, Archive));
        await using var two = new DownloadServer(new DownloadAnswer(200, Archive));

        var programs = await Task.WhenAll(
            Fetch(Tool($"{one.Url}/scan-1.2.3.tgz", Archive, "scan")),
            Fetch(Tool($"{two.Url}/scan-1.2.3.tgz", Archive, "scan"))
        );

        programs[0].ShouldBe(programs[1]);
        Files().Length.ShouldBe(2);
    }

    [Fact]
    public async Task A_folder_can_stand_in_for_the_network_and_is_verified_as_well()
    {
        Directory.CreateDirectory(root / "mirror" / "scan" / "1.2.3");
        await File.WriteAllBytesAsync(
            root / "mirror" / "scan" / "1.2.3" / "scan-1.2.3.tgz",
            Archive,
            TestContext.Current.CancellationToken
        );
        var options = new ToolFetchOptions { Mirror = root / "mirror" };

        var program = await Fetch(Tool("https://releases.example/scan-1.2.3.tgz", Archive, "scan"), options);
        var refusal = await Should.ThrowAsync<ToolException>(() =>
            Fetch(Tool("https://releases.example/scan-1.2.3.tgz", [1], "scan"), options)
        );
        var missing = await Should.ThrowAsync<ToolUnreachableException>(() =>
            Fetch(Tool("https://releases.example/other-1.2.3.tgz", [2], "scan"), options)
        );

        (await Output(program)).ShouldBe("scan 1.2.3");
        refusal.Message.ShouldContain("its SHA-256 is");
        missing.Message.ShouldContain("which PIPELINE_TOOLS_MIRROR leads to, does not exist");
    }

    [Fact]
    public async Task A_mirror_is_asked_in_the_place_of_the_release()
    {
        await using var server = new DownloadServer(new DownloadAnswer(200, Archive));

        await Fetch(
            Tool("https://releases.example/scan-1.2.3.tgz", Archive, "scan"),
            new() { Mirror = $"{server.Url}/mirror/" }
        );

        server.Requests.Single().ShouldStartWith("GET /mirror/scan/1.2.3/scan-1.2.3.tgz ");
    }

    [Fact]
    public async Task Steps_find_what_was_fetched_before_what_is_on_the_path()
    {
        await using var server = new DownloadServer(new DownloadAnswer(200, Archive));
        var tool = Tool($"{server.Url}/scan-1.2.3.tgz", Archive, "scan");
        await File.WriteAllTextAsync(
            root / ToolsLock.FileName,
            $"tools:\n  scan:\n    version: 1.2.3\n    platforms:\n      {ToolPlatform.Current}:\n        url: {tool.Download!.Url}\n        sha256: {tool.Download.Sha256}\n        program: scan\n",
            TestContext.Current.CancellationToken
        );
        ToolInventory.SearchPath(root, Cache).ShouldBeNull();

        var program = await Fetch(ToolsLock.Read(root).Tools.Single());

        ProgramPath.Find("scan", ToolInventory.SearchPath(root, Cache)).ShouldBe(program.ToString());
        ProgramPath.Find("git", ToolInventory.SearchPath(root, Cache)).ShouldBe(ProgramPath.Find("git"));
    }

    public void Dispose() => Directory.Delete(root, recursive: true);

    private Task<AbsolutePath> Fetch(LockedTool tool, ToolFetchOptions? options = null) =>
        new ToolFetch(
            Cache,
            (options ?? new()) with
            {
                Schedule = new() { Attempts = 3, First = TimeSpan.FromMilliseconds(20) },
                Patience = TimeSpan.FromMilliseconds(500),
            },
            told.Add
        ).Get(tool, TestContext.Current.CancellationToken);

    private static LockedTool Tool(string url, byte[] content, string? member) =>
        new("scan", "1.2.3")
        {
            Platforms = ImmutableSortedDictionary<string, LockedDownload>.Empty.Add(
                ToolPlatform.Current,
                new(new(url), Sum(content), member)
            ),
        };

    // Of all that the cache holds, wherever: relative to the folder of a version.
    private string[] Files() =>
        Directory.Exists(root / "cache")
            ?
            [
                .. Directory
                    .EnumerateFiles(root / "cache", "*", SearchOption.AllDirectories)
                    .Select(file => string.Join('/', Path.GetRelativePath(root / "cache", file).Split('/').Skip(2))),
            ]
            : [];

    private static async Task<string> Output(AbsolutePath program) =>
        (
            await CliWrap.Buffered.BufferedCommandExtensions.ExecuteBufferedAsync(CliWrap.Cli.Wrap(program))
        ).StandardOutput.Trim();

    private static string Sum(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private static byte[] Tar(params (string Name, string Content)[] files)
    {
        using var content = new MemoryStream();
        using (var zipped = new GZipStream(content, CompressionLevel.Fastest, leaveOpen: true))
        using (var tar = new TarWriter(zipped))
            foreach (var (name, text) in files)
                tar.WriteEntry(
                    new PaxTarEntry(TarEntryType.RegularFile, name)
                    {
                        DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)),
                    }
                );
        return content.ToArray();
    }

    private static byte[] Zip(params (string Name, string Content)[] files)
    {
        using var content = new MemoryStream();
        using (var zip = new ZipArchive(content, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, text) in files)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(Encoding.UTF8.GetBytes(text));
            }

        return content.ToArray();
    }
}

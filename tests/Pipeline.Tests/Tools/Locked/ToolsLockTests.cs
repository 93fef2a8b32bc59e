using System.Text.RegularExpressions;
using Nuke.Common.IO;
using Pipeline.Tools.Locked;

namespace Pipeline.Tests.Tools.Locked;

public sealed class ToolsLockTests : IDisposable
{
    private static readonly string One = new('1', 64);
    private static readonly string Two = new('2', 64);

    private readonly AbsolutePath root = Directory.CreateTempSubdirectory("lock-").FullName;
    private readonly StringWriter output = new();

    [Fact]
    public void The_lock_of_this_repository_can_be_used()
    {
        var tools = ToolsLock.Read(Repository.Root).Tools;

        tools.Select(tool => tool.Name).ShouldBe(["trivy", "cosign", "syft"]);
        tools.ShouldAllBe(tool => tool.Platforms.ContainsKey("linux/amd64"));
        tools[0].Never.ShouldBe(["0.69.4", "0.69.5", "0.69.6"], ignoreOrder: true);
    }

    [Fact]
    public void A_repository_without_a_lock_locks_nothing() => ToolsLock.Read(root).Tools.ShouldBeEmpty();

    [Theory]
    [InlineData("version: 1.2.3", "version: latest", "3:14: \"latest\" is not a version")]
    [InlineData("version: 1.2.3", "version: 6.6.6", "3:14: scan 6.6.6 must never be used")]
    [InlineData(
        "https://releases.example/v1.2.3/scan",
        "https://releases.example/latest/scan-1.2.3",
        "may name something else tomorrow"
    )]
    [InlineData(
        "https://releases.example/v1.2.3/scan",
        "https://releases.example/scan",
        "may name something else tomorrow"
    )]
    [InlineData(
        "https://releases.example/v1.2.3/scan",
        "http://releases.example/v1.2.3/scan",
        "is not an address: write https://HOST/"
    )]
    [InlineData("linux/amd64", "linux/x64", "\"linux/x64\" is not a platform")]
    [InlineData("1111", "zzzz", "is not a SHA-256")]
    [InlineData("sha256: ", "sha265: ", "unknown key \"sha265\" in \"linux/amd64\": did you mean \"sha256\"?")]
    [InlineData("tools:", "tolls:", "a lock has one key, \"tools\"")]
    [InlineData("  scan:", "  ../scan:", "is not a program's name")]
    public void What_cannot_be_used_is_named_with_its_place(string good, string bad, string problem)
    {
        File.WriteAllText(
            root / ToolsLock.FileName,
            new Regex(Regex.Escape(good)).Replace(Lock("https://releases.example"), bad, 1)
        );

        var refusal = Should.Throw<ToolException>(() => ToolsLock.Read(root));

        refusal.Message.ShouldMatch(@"^tools\.lock\.yaml:\d+:\d+: ");
        refusal.Message.ShouldContain(problem);
    }

    [Fact]
    public async Task A_later_release_is_proposed_with_its_checksums_and_every_other_byte_stays()
    {
        await using var server = new DownloadServer(
            new DownloadAnswer(302, "", "Location: /releases/tag/v1.3.0"),
            new DownloadAnswer(200),
            new DownloadAnswer(200, $"{One}  other\n{Two}  scan\n")
        );
        await Write(Lock(server.Url));

        await Propose();

        (await File.ReadAllTextAsync(root / ToolsLock.FileName, TestContext.Current.CancellationToken)).ShouldBe(
            Lock(server.Url).Replace("version: 1.2.3", "version: 1.3.0").Replace("v1.2.3", "v1.3.0").Replace(One, Two)
        );
        output.ToString().ShouldContain("scan: 1.2.3 → 1.3.0, 1 checksums from sums_1.3.0.txt");
        server.Requests[0].ShouldStartWith("HEAD /releases/latest ");
        server.Requests[2].ShouldStartWith("GET /releases/download/v1.3.0/sums_1.3.0.txt ");
    }

    [Fact]
    public async Task What_is_up_to_date_is_left_alone()
    {
        await using var server = new DownloadServer(
            new DownloadAnswer(302, "", "Location: /releases/tag/v1.2.3"),
            new DownloadAnswer(200),
            new DownloadAnswer(200, $"{One} *scan\n")
        );
        await Write(Lock(server.Url));

        await Propose();

        output.ToString().Trim().ShouldBe("scan: 1.2.3 is the latest, and its checksums are those of sums_1.2.3.txt");
    }

    [Fact]
    public async Task A_release_that_was_made_anew_under_its_name_is_shouted_about()
    {
        await using var server = new DownloadServer(new DownloadAnswer(200, $"{Two}  scan\n"));
        await Write(Lock(server.Url));

        await Propose("scan@1.2.3");

        output.ToString().ShouldContain("CHECKSUMS OF 1.2.3 HAVE CHANGED");
    }

    [Fact]
    public async Task A_version_that_must_never_be_used_is_not_proposed()
    {
        await using var server = new DownloadServer(
            new DownloadAnswer(302, "", "Location: /releases/tag/v6.6.6"),
            new DownloadAnswer(200)
        );
        await Write(Lock(server.Url));

        await Propose();

        output.ToString().Trim().ShouldBe("scan: stays at 1.2.3, as 6.6.6 must never be used");
        await Should.ThrowAsync<ToolException>(() => Propose("scan@6.6.6"));
    }

    [Fact]
    public async Task A_release_without_the_checksum_proposes_nothing()
    {
        await using var server = new DownloadServer(new DownloadAnswer(200, $"{Two}  other\n"));
        await Write(Lock(server.Url));

        var refusal = await Should.ThrowAsync<ToolException>(() => Propose("scan@1.3.0"));

        refusal.Message.ShouldContain("sums_1.3.0.txt states no SHA-256 of scan: nothing was proposed");
        (await File.ReadAllTextAsync(root / ToolsLock.FileName, TestContext.Current.CancellationToken)).ShouldBe(
            Lock(server.Url)
        );
    }

    [Fact]
    public async Task A_tool_that_is_not_locked_is_not_known()
    {
        await Write(Lock("https://releases.example"));

        var refusal = await Should.ThrowAsync<ToolException>(() => Propose("scam"));

        refusal.Message.ShouldContain("has no tool \"scam\": did you mean \"scan\"?");
    }

    public void Dispose() => Directory.Delete(root, recursive: true);

    private Task Propose(params string[] wanted) =>
        new ToolUpdate(new(), output).Propose(root, wanted, TestContext.Current.CancellationToken);

    private Task Write(string text) => File.WriteAllTextAsync(root / ToolsLock.FileName, text);

    private static string Lock(string host) =>
        $"""
            tools: # a remark
              scan:
                version: 1.2.3
                releases: {host}/releases
                checksums: "sums_{"{version}"}.txt"
                never: [6.6.6]
                platforms:
                  linux/amd64:
                    url: {host}/v1.2.3/scan # another
                    sha256: "{One}"

            """;
}

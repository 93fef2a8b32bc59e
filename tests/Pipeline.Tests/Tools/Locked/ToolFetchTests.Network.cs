using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Nuke.Common.IO;
using Pipeline.Tools.Locked;

namespace Pipeline.Tests.Tools.Locked;

/// <content>What servers may do.</content>
public sealed partial class ToolFetchTests
{
    [Fact]
    public async Task A_download_that_breaks_is_gone_on_with_from_there()
    {
        await using var server = new DownloadServer(
            new DownloadAnswer(200, Archive, "ETag: \"one\"") { Sent = 40 },
            new DownloadAnswer(
                206,
                Archive,
                "ETag: \"one\"",
                $"Content-Range: bytes 40-{Archive.Length - 1}/{Archive.Length}"
            )
            {
                From = 40,
            }
        );

        var program = await Fetch(Tool($"{server.Url}/scan-1.2.3.tgz", Archive, "scan"));

        (await Output(program)).ShouldBe("scan 1.2.3");
        server.Requests[1].ShouldContain("Range: bytes=40-");
        server.Requests[1].ShouldContain("If-Range: \"one\"");
    }

    [Fact]
    public async Task A_file_that_has_changed_meanwhile_is_begun_anew()
    {
        await using var server = new DownloadServer(
            new DownloadAnswer(200, Encoding.UTF8.GetBytes(new string('x', 500)), "ETag: \"one\"") { Sent = 40 },
            new DownloadAnswer(200, Archive, "ETag: \"two\"")
        );

        var program = await Fetch(Tool($"{server.Url}/scan-1.2.3.tgz", Archive, "scan"));

        (await Output(program)).ShouldBe("scan 1.2.3");
    }

    [Fact]
    public async Task A_server_that_names_no_version_of_the_file_is_asked_for_all_of_it()
    {
        await using var server = new DownloadServer(
            new DownloadAnswer(200, Archive) { Sent = 40 },
            new DownloadAnswer(200, Archive)
        );

        await Fetch(Tool($"{server.Url}/scan-1.2.3.tgz", Archive, "scan"));

        server.Requests[1].ShouldNotContain("Range");
    }

    [Fact]
    public async Task A_server_that_falls_silent_is_asked_again()
    {
        await using var server = new DownloadServer(
            new DownloadAnswer(200, Archive) { Sent = 10, Stalls = true },
            new DownloadAnswer(200, Archive)
        );

        await Fetch(Tool($"{server.Url}/scan-1.2.3.tgz", Archive, "scan"));

        told.ShouldContain(line => line.Contains("was silent for 0.5 s; attempt 2 of 3"));
    }

    [Fact]
    public async Task A_busy_server_is_given_the_time_that_it_asks_for()
    {
        await using var server = new DownloadServer(
            new DownloadAnswer(503, "", "Retry-After: 1"),
            new DownloadAnswer(429, "", "Retry-After: 0"),
            new DownloadAnswer(200, Archive)
        );

        await Fetch(Tool($"{server.Url}/scan-1.2.3.tgz", Archive, "scan"));

        told.ShouldContain(line => line.Contains("answered 503 Said; attempt 2 of 3 in 1.0 s"));
        told.ShouldContain(line => line.Contains("answered 429 Said; attempt 3 of 3 in 0.0 s"));
    }

    [Fact]
    public async Task A_server_that_asks_for_an_hour_is_not_waited_for()
    {
        await using var server = new DownloadServer(new DownloadAnswer(503, "", "Retry-After: 3600"));

        var refusal = await Should.ThrowAsync<ToolUnreachableException>(() =>
            Fetch(Tool($"{server.Url}/scan-1.2.3.tgz", Archive, "scan"))
        );

        refusal.Message.ShouldContain("asks to retry in 01:00:00");
    }

    [Fact]
    public async Task A_server_that_always_breaks_off_ends_it_and_leaves_nothing()
    {
        var truncated = new DownloadAnswer(200, Archive) { Sent = 40 };
        await using var server = new DownloadServer(truncated, truncated, truncated);

        var refusal = await Should.ThrowAsync<ToolUnreachableException>(() =>
            Fetch(Tool($"{server.Url}/scan-1.2.3.tgz", Archive, "scan"))
        );

        refusal.Message.ShouldContain("could not be downloaded in 3 attempts: the connection broke");
        Files().ShouldBeEmpty();
    }

    [Theory]
    [InlineData(404)]
    [InlineData(403)]
    public async Task A_file_that_is_not_there_is_asked_for_once(int status)
    {
        await using var server = new DownloadServer(new DownloadAnswer(status));

        var refusal = await Should.ThrowAsync<ToolException>(() =>
            Fetch(Tool($"{server.Url}/scan-1.2.3.tgz", Archive, "scan"))
        );

        refusal.Message.ShouldContain($"scan-1.2.3.tgz cannot be downloaded: the server answered {status}");
        server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_release_that_lies_elsewhere_is_followed_there()
    {
        await using var store = new DownloadServer(new DownloadAnswer(200, Archive));
        await using var server = new DownloadServer(new DownloadAnswer(302, "", $"Location: {store.Url}/blob"));

        await Fetch(Tool($"{server.Url}/scan-1.2.3.tgz", Archive, "scan"));

        store.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_server_that_nobody_runs_is_named()
    {
        var refusal = await Should.ThrowAsync<ToolUnreachableException>(() =>
            Fetch(Tool("http://127.0.0.1:1/scan-1.2.3.tgz", Archive, "scan"))
        );

        refusal.Message.ShouldContain("cannot be reached");
    }
}

using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Nuke.Common.IO;
using Pipeline.Tools.Locked;

namespace Pipeline.Tests.Tools.Locked;

/// <content>What may be in an archive.</content>
public sealed partial class ToolFetchTests
{
    [Theory]
    [InlineData("../scan")]
    [InlineData("/tmp/scan")]
    [InlineData("a/../../scan")]
    [InlineData("..\\scan")]
    [InlineData("C:scan")]
    public async Task An_archive_that_leads_elsewhere_is_refused_as_a_whole(string name)
    {
        foreach (
            var (ending, archive) in new[]
            {
                (".tgz", Tar(("scan", Script), (name, "x"))),
                (".zip", Zip(("scan", Script), (name, "x"))),
            }
        )
        {
            await using var server = new DownloadServer(new DownloadAnswer(200, archive));

            var refusal = await Should.ThrowAsync<ToolException>(() =>
                Fetch(Tool($"{server.Url}/scan-1.2.3{ending}", archive, "scan"))
            );

            refusal.Message.ShouldContain($"holds \"{name}\", which leads out of the archive");
            Files().ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task A_link_in_the_place_of_the_program_is_refused()
    {
        using var content = new MemoryStream();
        await using (var zipped = new GZipStream(content, CompressionLevel.Fastest, leaveOpen: true))
        await using (var tar = new TarWriter(zipped))
            await tar.WriteEntryAsync(
                new PaxTarEntry(TarEntryType.SymbolicLink, "scan") { LinkName = "other" },
                TestContext.Current.CancellationToken
            );
        await using var server = new DownloadServer(new DownloadAnswer(200, content.ToArray()));

        var refusal = await Should.ThrowAsync<ToolException>(() =>
            Fetch(Tool($"{server.Url}/scan-1.2.3.tgz", content.ToArray(), "scan"))
        );

        refusal.Message.ShouldContain("scan in scan-1.2.3.tgz is not a file, but a SymbolicLink");
    }

    [Theory]
    [InlineData("other", "holds no other")]
    [InlineData("", "cannot be read as an archive")]
    public async Task An_archive_without_the_program_says_so(string member, string message)
    {
        var archive =
            member.Length > 0 ? Archive : Encoding.UTF8.GetBytes("no archive at all, but long enough for one");
        await using var server = new DownloadServer(new DownloadAnswer(200, archive));

        var refusal = await Should.ThrowAsync<ToolException>(() =>
            Fetch(Tool($"{server.Url}/scan-1.2.3.tgz", archive, member.Length > 0 ? member : "scan"))
        );

        refusal.Message.ShouldContain(message);
        Files().ShouldBeEmpty();
    }
}

using Nuke.Common.IO;
using Pipeline.Build.Reporting.Html;

namespace Pipeline.Tests.Reporting.Html;

public sealed class LogTextTests : IDisposable
{
    private readonly AbsolutePath folder = Directory.CreateTempSubdirectory("pipeline-log-").FullName;

    [Theory]
    [InlineData("plain\n\ttext\n", "plain\n\ttext\n")]
    [InlineData("\e[1;31mred\e[0m", "red")]
    [InlineData("\e]8;;https://example.test\e\\link\e]8;;\a", "link")]
    [InlineData("\e(Bcharset\e7\e[2K", "charset")]
    [InlineData("one\r\ntwo\r\n", "one\ntwo\n")]
    [InlineData("10 %\r20 %\rdone\n", "10 %\n20 %\ndone\n")]
    [InlineData("nul\0 bell\a delete\u007f c1\u0085", "nul␀ bell␇ delete␡ c1\ufffd")]
    public void What_a_tool_prints_becomes_plain_text(string printed, string shown)
    {
        var plain = LogText.Plain(printed);

        plain.ShouldBe(shown);
    }

    [Fact]
    public void Of_a_long_log_the_beginning_and_more_of_the_end_are_kept()
    {
        var file = Log($"first\n{new string('.', 10_000)}\nlast\n");

        var log = LogText.Read(file, limitBytes: 400);

        log.Text.ShouldStartWith("first\n");
        log.Text.ShouldContain("\n… 9,612 bytes are left out here …\n");
        log.Text.ShouldEndWith("\nlast\n");
        log.OmittedBytes.ShouldBe(9_612);
    }

    [Fact]
    public void Bytes_that_are_no_text_are_shown_as_such()
    {
        File.WriteAllBytes(folder / "binary.log", [0xff, 0xfe, 0x00, 0x41, 0xc3]);

        var log = LogText.Read(folder / "binary.log", limitBytes: 400);

        log.Text.ShouldBe("\ufffd\ufffd␀A\ufffd");
    }

    [Fact]
    public void A_log_that_is_gone_says_so()
    {
        var log = LogText.Read(folder / "gone.log", limitBytes: 400);

        log.Text.ShouldContain("gone.log");
    }

    [Theory]
    [InlineData("a\nb\nc\n\n", 2, "b\nc")]
    [InlineData("a\nb", 9, "a\nb")]
    [InlineData("", 9, "")]
    public void The_end_has_as_many_lines_as_are_asked_for(string text, int lines, string end)
    {
        var shown = new LogText(text, 0).End(lines);

        shown.ShouldBe(end);
    }

    [Theory]
    [InlineData(new long[] { 10, 20, 30 }, 60, long.MaxValue)]
    [InlineData(new long[] { 10, 20, 300 }, 60, 30)]
    [InlineData(new long[] { 100, 200, 300 }, 60, 20)]
    [InlineData(new long[] { }, 60, long.MaxValue)]
    public void Longer_logs_give_way_first(long[] sizes, long budget, long share)
    {
        var limit = LogArchive.FairShare(sizes, budget);

        limit.ShouldBe(share);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private AbsolutePath Log(string text)
    {
        File.WriteAllText(folder / "long.log", text);
        return folder / "long.log";
    }
}

using Pipeline.Execution.Logs;

namespace Pipeline.Tests.Execution;

public sealed class LogTailTests : IDisposable
{
    private readonly string file = Path.GetTempFileName();

    [Theory]
    [InlineData("a\nb\nc\n", "b", "c")]
    [InlineData("a\r\nb\r\n\r\n", "a", "b")]
    [InlineData("only", "only")]
    [InlineData("\e[31mred\e[0m\n\e]0;title\aplain\n", "red", "plain")]
    [InlineData("10%\r50%\r100%\n", "100%")]
    [InlineData("a\bb\0c\u202ed\u009b31m\te\n", "abcd31m e")]
    public void The_last_lines_come_as_a_terminal_can_show_them(string log, params string[] lines)
    {
        File.WriteAllText(file, log);

        LogTail.Read(file, 2).ShouldBe(lines);
    }

    [Fact]
    public void What_is_no_valid_text_is_shown_as_far_as_it_is()
    {
        File.WriteAllBytes(file, [(byte)'a', 0xff, 0xc3, (byte)'b', (byte)'\n']);

        LogTail.Read(file, 1).ShouldBe(["a\ufffd\ufffdb"]);
    }

    [Fact]
    public void A_long_line_is_cut_between_letters()
    {
        File.WriteAllText(file, new string('x', LogTail.Width - 1) + "𝄞𝄞");

        LogTail.Read(file, 1).ShouldBe([new string('x', LogTail.Width - 1) + "…"]);
    }

    [Fact]
    public void A_log_that_is_gone_has_no_lines() => LogTail.Read(file + ".gone", 5).ShouldBeEmpty();

    public void Dispose() => File.Delete(file);
}

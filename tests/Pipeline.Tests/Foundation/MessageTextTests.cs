using Pipeline.Foundation;

namespace Pipeline.Tests.Foundation;

public sealed class MessageTextTests
{
    [Theory]
    [InlineData("no \"a\n::warning::x\"", @"no ""a\n::warning::x""")]
    [InlineData("no \"a\r\n \t::x\"", "no \"a\\n \t::x\"")]
    [InlineData("no \"a\r::x\"", @"no ""a\r::x""")]
    [InlineData("no ##[group]x", @"no ##\[group]x")]
    [InlineData("no \e[2J\u0007\u2028", @"no \e[2J\u0007\u2028")]
    [InlineData("one::two\nthree: é", "one::two\nthree: é")]
    public void A_message_moves_no_terminal_and_commands_no_runner(string text, string shown) =>
        MessageText.Lines(text).ShouldBe(shown);

    [Fact]
    public void A_sentence_stays_on_one_line() => MessageText.Line("no \"a\nb\"").ShouldBe(@"no ""a\nb""");
}

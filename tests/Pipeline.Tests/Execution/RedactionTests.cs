using Pipeline.Execution;

namespace Pipeline.Tests.Execution;

public sealed class RedactionTests
{
    private readonly Redaction redaction = new(["made-up secret/1", "made-up"]);

    [Theory]
    [InlineData("token=made-up secret/1;", "token=***;")]
    [InlineData("https://x:made-up%20secret%2F1@host", "https://x:***@host")]
    [InlineData("Basic bWFkZS11cCBzZWNyZXQvMQ==", "Basic ***")]
    [InlineData("made-up", "***")]
    [InlineData("nothing to hide", "nothing to hide")]
    public void A_secret_is_taken_out_in_every_form(string text, string redacted) =>
        redaction.Apply(text).ShouldBe(redacted);

    [Fact]
    public void A_short_value_is_no_secret() => new Redaction(["a"]).Apply("banana").ShouldBe("banana");
}

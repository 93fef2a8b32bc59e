using EndToEnd.Tests.Delivery;

namespace EndToEnd.Tests.Terminal;

/// <summary>Standard output that cannot be written.</summary>
public sealed class StandardOutputTests : IDisposable
{
    private readonly SamplePlatform platform = new();

    public void Dispose() => platform.Dispose();

    [Theory]
    [InlineData("Preview")]
    [InlineData("--help")]
    public async Task What_cannot_be_written_is_a_sentence_and_a_failure(string command)
    {
        var outcome = await platform.BuildInto(">/dev/full", command);

        outcome.ExitCode.ShouldBe(255, outcome.Output);
        outcome.Output.ShouldStartWith("standard output could not be written to its end");
        outcome.Output.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task Where_nothing_can_be_written_at_all_the_exit_code_tells() =>
        (await platform.BuildInto(">/dev/full 2>/dev/full", "Preview")).ExitCode.ShouldBe(255);
}

using EndToEnd.Tests.Delivery;

namespace EndToEnd.Tests.Components;

/// <summary>
/// A build that is not this repository's takes in two components, overrides one target and adds one between two.
/// </summary>
public sealed class ForeignBuildTests : IDisposable
{
    private const string Project = "Foreign.Build";

    private readonly SamplePlatform platform = new();

    [Fact]
    public async Task A_foreign_build_delivers_by_its_components_and_runs_its_own_target_between_theirs()
    {
        var delivery = await platform.BuildBy(Project, "--service", "flag");

        delivery.ExitCode.ShouldBe(0, delivery.Output);
        delivery.Steps.ShouldContain("Announce flag passed");
        delivery.Steps.ShouldContain("Bump flag passed");
        delivery.Steps.ShouldNotContain(step => step.StartsWith("Test ", StringComparison.Ordinal));
        var announced = File.ReadAllText(Path.Combine(platform.Root, "artifacts", "announced", "flag", "image"));
        platform.Deployed("flag").ShouldBe(announced);
    }

    [Fact]
    public async Task A_foreign_build_shows_its_own_target_and_the_overriding_one_once()
    {
        var help = await platform.BuildBy(Project, "--help");

        help.Output.ShouldContain("Announce             -> Push");
        help.Output.Split('\n').Count(line => line.StartsWith("  Bump ", StringComparison.Ordinal)).ShouldBe(1);
        help.Output.ShouldContain("Sets what was announced");
        help.Output.ShouldNotContain("Compile");
    }

    [Fact]
    public async Task A_parameter_of_a_component_that_was_not_taken_in_is_refused()
    {
        var refused = await platform.BuildBy(Project, "Push", "--assume-clean");

        refused.ExitCode.ShouldNotBe(0);
        refused.Output.ShouldContain("there is no parameter \"--assume-clean\"");
    }

    public void Dispose() => platform.Dispose();
}

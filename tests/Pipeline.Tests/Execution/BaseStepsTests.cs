using Pipeline.Catalog;
using Pipeline.Execution.Graph;
using Pipeline.Execution.Steps;
using Pipeline.Tests.Steps;

namespace Pipeline.Tests.Execution;

public sealed class BaseStepsTests : IAsyncDisposable
{
    private readonly StepHarness harness = new();

    public ValueTask DisposeAsync() => harness.DisposeAsync();

    [Fact]
    public void A_target_for_services_has_no_steps_for_a_base_image()
    {
        var steps = Expand("Compile", "Image").SelectMany(node => node.Steps()).Select(step => $"{step.Step}");

        steps.ShouldBe(["Image os", "Compile auth", "Image auth"]);
    }

    [Fact]
    public void What_is_built_on_a_base_image_waits_for_its_last_step()
    {
        var steps = Expand("Image", "Push").SelectMany(node => node.Steps()).ToDictionary(step => $"{step.Step}");

        steps["Image auth"].Before.Select(before => $"{before}").ShouldBe(["Image os", "Push os"]);
    }

    [Fact]
    public void A_step_of_a_base_image_is_about_no_service()
    {
        var context = new StepContext(harness.Run, new("Image", "os"), Os);

        context.Subject.ShouldBe(Os);
        Should
            .Throw<InvalidOperationException>(() => context.Service)
            .Message.ShouldBe("Image os is for a base image, which is not a service.");
    }

    private OwnBase Os =>
        new()
        {
            Name = "os",
            Directory = harness.Root / "os",
            Path = "os",
            Context = harness.Root / "os",
            Image = "togglemaster/os",
        };

    private ImmutableArray<StepNode> Expand(string first, string second)
    {
        var service = harness.Service with { Bases = ["os"] };
        var platform = harness.Run.Options.Platform with
        {
            Services = [service],
            Bases = [new("os", "togglemaster/os", null, null) { Source = Os }],
        };
        return StepGraph.Expand([Target(first, []), Target(second, [first])], [Os, service], platform);
    }

    private static PlannedTarget Target(string name, ImmutableArray<string> after) =>
        new(
            name,
            after,
            new(
                name,
                contexts => Task.FromResult<ImmutableArray<StepResult>>([.. contexts.Select(_ => StepResult.Passed)]),
                Together: false
            )
            {
                ServesBases = name is "Image" or "Push",
            }
        );
}

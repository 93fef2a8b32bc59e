using System.Collections.Concurrent;
using Pipeline.Execution;
using Pipeline.Execution.Steps;

namespace Pipeline.Tests.Execution;

public sealed class DependencyEdgeTests : IDisposable
{
    private readonly RunFixture fixture = new();
    private readonly ConcurrentQueue<string> order = new();

    [Fact]
    public async Task A_service_is_compiled_after_those_that_it_depends_on()
    {
        fixture.Each("compile", "", Note, After);

        await fixture.Run("web:api,ui api:core ui core", options => options with { Parallel = 1 });

        order.ToList().IndexOf("core").ShouldBeLessThan(order.ToList().IndexOf("api"));
        order.Last().ShouldBe("web");
    }

    [Fact]
    public async Task A_failure_blocks_the_dependents_alone_and_says_whose_it_is()
    {
        fixture
            .Each(
                "compile",
                "",
                step =>
                    Task.FromResult(
                        step.Service.Name == "core" ? StepResult.Failed("a typing error") : StepResult.Passed
                    ),
                After
            )
            .Each("test", "compile", Note);
        await using var run = fixture.Start("core api:core web:api flag");

        await Should.ThrowAsync<TargetFailedException>(() => run.Complete("test"));

        Result(run, "compile", "web").ShouldBe(StepResult.Blocked("compile of core failed"));
        Result(run, "test", "web").ShouldBe(StepResult.Blocked("compile of core failed"));
        Result(run, "test", "core").ShouldBe(StepResult.Blocked("compile failed"));
        order.ShouldBe(["flag"]);
    }

    [Fact]
    public async Task A_dependency_that_is_not_selected_stands_for_its_own()
    {
        fixture.Each("compile", "", Note, After);
        await using var run = fixture.Start(
            "web:api api:core core",
            options => options with { Selected = [.. options.Selected.Where(service => service.Name != "api")] }
        );

        await run.Complete("compile");

        run.PredecessorsOf(new("compile", "web")).ShouldBe([new("compile", "core")]);
    }

    [Fact]
    public async Task A_target_that_does_not_ask_for_it_does_not_wait()
    {
        fixture.Each("lint", "", Note);
        await using var run = fixture.Start("web:api api");

        await run.Complete("lint");

        run.PredecessorsOf(new("lint", "web")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_target_between_two_joint_ones_has_an_edge_a_service()
    {
        fixture.Together("plan", "", Passed).Each("compile", "plan", Note).Together("bump", "compile plan", Passed);
        await using var run = fixture.Start("a b c");

        await run.Complete("bump");

        run.PredecessorsOf(new("compile", "b")).ShouldBe([new("plan", "b")]);
        run.PredecessorsOf(new("bump", "b")).ShouldBe([new("plan", "b"), new("compile", "b")]);
    }

    public void Dispose() => fixture.Dispose();

    private static ServiceTarget After(ServiceTarget target) => target with { AfterDependencies = true };

    private static StepResult Result(PipelineRun run, string target, string service) =>
        run.Steps.Single(step => step.Key == new StepKey(target, service)).Result;

    private static Task<ImmutableArray<StepResult>> Passed(ImmutableArray<StepContext> contexts) =>
        Task.FromResult(contexts.Select(_ => StepResult.Passed).ToImmutableArray());

    private Task<StepResult> Note(StepContext step)
    {
        order.Enqueue(step.Service.Name);
        return Task.FromResult(StepResult.Passed);
    }
}

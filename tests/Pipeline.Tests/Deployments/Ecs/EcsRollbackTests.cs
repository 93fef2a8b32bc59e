using Pipeline.Catalog;
using Pipeline.Deployments.Health;
using Pipeline.Deployments.History;
using Pipeline.Execution.Steps;

namespace Pipeline.Tests.Deployments.Ecs;

/// <summary>What follows a delivery: rollbacks, pins, promotions, audits.</summary>
public class EcsRollbackTests(CommittedSources sources) : IClassFixture<CommittedSources>
{
    [Fact]
    public async Task A_rollback_runs_the_earlier_revision_and_pins_it_until_that_is_released()
    {
        await using var workspace = await EcsWorkspace.Create(sources, withRegistry: true);
        var good = await workspace.Build();
        await workspace.Deliver(good);
        await workspace.Deliver();
        var bad = (await workspace.State()).Deployment!.Commit;

        var result = await workspace.RollBack(new() { Reason = "it's \"slow\" – very" });

        result.Status.ShouldBe(StepStatus.Passed, result.Reason);
        result.Reason!.ShouldStartWith($"shop-production/auth runs {good.Tag}, auth:4, and pinned there");
        var state = await workspace.State();
        state.Image.ShouldBe(good);
        state.Pin!.Reason.ShouldBe("it's \"slow\" – very");
        state.Pin.Image.ShouldBe(good);
        state.Deployment!.Trailers.Action.ShouldBe(DeploymentAction.Rollback);
        state.Deployment.Service.Reverts.ShouldBe(bad);
        (await workspace.Deliver()).Reason!.ShouldEndWith(": not bumped");

        (await workspace.RollBack(new() { Release = true })).Reason!.ShouldStartWith("released, it was pinned at ");
        (await workspace.State()).Pin.ShouldBeNull();
        (await workspace.History())[0].Trailers.Action.ShouldBe(DeploymentAction.Release);
        (await workspace.Deliver()).Status.ShouldBe(StepStatus.Passed);
    }

    [Fact]
    public async Task Nothing_is_rolled_back_to_what_never_ran()
    {
        await using var workspace = await EcsWorkspace.Create(sources);
        await workspace.Deliver();

        (await workspace.RollBack(new() { To = "1.2.3" })).Reason!.ShouldStartWith(
            "\"1.2.3\" never ran as auth in production; deployed were "
        );
    }

    [Fact]
    public async Task Nothing_is_rolled_back_to_an_image_that_is_gone()
    {
        await using var workspace = await EcsWorkspace.Create(sources, withRegistry: true);
        var image = await workspace.Build();
        await workspace.Deliver(image with { Digest = $"sha256:{new string('e', 64)}" });
        await workspace.Deliver();

        (await workspace.RollBack()).Reason!.ShouldContain(
            $"does not hold sha256:{new string('e', 64)} any more, so ECS could not start it"
        );
    }

    [Fact]
    public async Task The_very_image_of_one_environment_is_promoted_to_the_next()
    {
        await using var workspace = await EcsWorkspace.Create(sources, withRegistry: true);
        var next = workspace.Cluster.Create("auth-next", EcsWorkspace.NewDefinition());
        var image = await workspace.Build();
        await workspace.Deliver(image);

        var result = await workspace.Promote(new() { Reason = "wanted" });

        result.Status.ShouldBe(StepStatus.Passed, result.Reason);
        next.TaskDefinition.ShouldEndWith("/auth:4");
        var state = await workspace.State("next");
        state.Image.ShouldBe(image);
        (state.Deployment!.Trailers.Action, state.Deployment.Trailers.From).ShouldBe(
            (DeploymentAction.Promote, "production")
        );
        state.Deployment.Service.SourceCommit.ShouldBe((await workspace.State()).Deployment!.Service.SourceCommit);
        (await workspace.Promote(new())).Reason!.ShouldStartWith($"already at {image.Tag}");
    }

    [Fact]
    public async Task What_runs_fewer_tasks_than_it_should_is_not_promoted()
    {
        await using var workspace = await EcsWorkspace.Create(sources);
        await workspace.Deliver();
        workspace.Service.Desired = 0;

        (await workspace.Promote(new())).Reason.ShouldBe(
            "health in production: shop-production/auth runs no task: its desired count is 0"
        );
    }

    [Fact]
    public async Task What_was_delivered_is_verified()
    {
        await using var workspace = await EcsWorkspace.Create(sources);
        var image = await workspace.Build();

        (await workspace.DeliverAndVerify(image)).Reason.ShouldBe($"{image.Tag}: 2 of 2 tasks run");
        (await workspace.State()).Health!.State.ShouldBe(HealthState.Healthy);
    }

    [Fact]
    public async Task What_somebody_deployed_by_hand_is_drift_until_the_next_delivery()
    {
        await using var workspace = await EcsWorkspace.Create(sources, withRegistry: true);
        var image = await workspace.Build();
        await workspace.Deliver(image);
        (await workspace.Drift()).ShouldBe(
            StepResult.PassedWith("as delivered in 1 of 1 environments, never delivered to the rest")
        );
        workspace.Service.Update("auth:1");

        var result = await workspace.Drift();

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason!.ShouldContain($"someone/auth:main, but {image} was delivered last");
        (await workspace.Deliver(image)).Status.ShouldBe(StepStatus.Passed);
        (await workspace.Drift()).Status.ShouldBe(StepStatus.Passed);
    }

    [Fact]
    public async Task A_variable_that_the_catalog_changed_is_drift()
    {
        await using var workspace = await EcsWorkspace.Create(sources, withRegistry: true);
        await workspace.Deliver();
        workspace.Task = new()
        {
            Environment = ImmutableSortedDictionary<string, string>.Empty.Add("LOG_LEVEL", "info"),
        };

        (await workspace.Drift()).Reason!.ShouldContain(
            "auth:2 differs from what the repository states in containerDefinitions.1.environment.1.value"
        );
    }

    [Fact]
    public async Task A_build_that_never_ran_is_no_deployment()
    {
        await using var workspace = await EcsWorkspace.Create(sources);
        var good = await workspace.Build();
        await workspace.Deliver(good);
        workspace.Service.CourseOf = revision => $"{revision["revision"]}" == "3" ? Course.Hangs : Course.Runs;
        workspace.Timeout = TimeSpan.FromMilliseconds(300);
        await workspace.Deliver();

        var history = await workspace.History();

        history.Single().Service.Image.ShouldBe(good);
    }

    [Fact]
    public async Task A_service_that_cannot_be_read_leaves_no_history_that_would_pass_for_a_whole_one()
    {
        await using var workspace = await EcsWorkspace.Create(sources);
        workspace.Task = new() { Service = "nowhere" };

        var failure = await Should.ThrowAsync<Pipeline.Foundation.Failures.StepFailedException>(workspace.History);

        failure.Message.ShouldStartWith("there is no service nowhere");
        (await workspace.State()).Problem!.ShouldStartWith("there is no service nowhere");
    }
}

using Pipeline.Catalog;
using Pipeline.Deployments.Health;
using Pipeline.Deployments.History;
using Pipeline.Execution.Steps;

namespace Pipeline.Tests.Deployments.GitOps.Promotions;

public class PromoteTests
{
    [Fact]
    public async Task The_very_image_of_the_environment_before_is_committed_and_no_other_byte_changes()
    {
        await using var workspace = await PromotionWorkspace.Create();
        var commit = await workspace.Commit();
        var image = await workspace.Deliver();
        await workspace.Commit("Not delivered yet");

        var result = await workspace.Promote("qa");

        result.Status.ShouldBe(StepStatus.Passed, result.Reason);
        (await workspace.Remote.Read(PromotionWorkspace.File("qa"))).ShouldBe(
            ImageMatchingTests.Deployment("auth", "auth", image.ToString()).TrimEnd('\n')
        );
        (await workspace.Running("staging")).ShouldBe("busybox");
        (await workspace.Remote.Show("%s")).ShouldBe($"promote(auth): qa → {image.Tag}");
        var trailers = await workspace.LastTrailers();
        (trailers.Action, trailers.Environment, trailers.From).ShouldBe((DeploymentAction.Promote, "qa", "develop"));
        trailers.Services.Single().Image.ShouldBe(image);
        trailers.Services.Single().SourceCommit.ShouldBe(commit);
        trailers.Services.Single().SourceTime.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_second_promotion_changes_nothing_and_says_so()
    {
        await using var workspace = await PromotionWorkspace.Create();
        await workspace.Commit();
        await workspace.Deliver();
        await workspace.Promote("qa");
        var commits = await workspace.Remote.Commits();

        var result = await workspace.Promote("qa");

        result.Reason!.ShouldStartWith("already at ");
        (await workspace.Remote.Commits()).ShouldBe(commits);
    }

    [Fact]
    public async Task An_environment_that_runs_no_exact_image_gives_nothing_on()
    {
        await using var workspace = await PromotionWorkspace.Create();

        var result = await workspace.Promote("qa");

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason!.ShouldContain("develop runs busybox (gitops/develop/auth-service/deployment.yaml:10)");
    }

    [Fact]
    public async Task An_environment_that_is_not_healthy_gives_nothing_on()
    {
        await using var workspace = await PromotionWorkspace.Create();
        await workspace.Commit();
        await workspace.Deliver();
        workspace.Health = new Fares(new(HealthState.Unhealthy, "Degraded: auth crashes at its start"));

        var result = await workspace.Promote("qa");

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason.ShouldBe("health in develop: Degraded: auth crashes at its start");
        (await workspace.Running("qa")).ShouldBe("busybox");
    }

    [Fact]
    public async Task An_environment_whose_health_cannot_be_told_gives_nothing_on()
    {
        await using var workspace = await PromotionWorkspace.Create();
        await workspace.Commit();
        await workspace.Deliver();
        workspace.Health = new Fares(new(HealthState.Unknown, "unknown: Argo CD does not answer"));

        var result = await workspace.Promote("qa");

        result.ShouldBe(StepResult.Failed("health in develop: unknown: Argo CD does not answer"));
        (await workspace.Running("qa")).ShouldBe("busybox");
    }

    [Fact]
    public async Task An_image_that_the_other_registry_lacks_is_copied_there_by_its_digest()
    {
        await using var workspace = await PromotionWorkspace.Create();
        await using var other = await SeededRegistry.Start();
        workspace.Change("qa", qa => qa with { Registry = other.Name });
        await workspace.Commit();
        var image = await workspace.Deliver();

        var result = await workspace.Promote("qa");

        result.Status.ShouldBe(StepStatus.Passed, result.Reason);
        (await workspace.Running("qa")).ShouldBe($"{image with { Registry = other.Name }}");
        (await other.Digest(image.Repository, image.Tag!)).ShouldBe(image.Digest);
    }

    [Fact]
    public async Task A_tag_that_is_another_image_in_the_other_registry_is_left_as_it_is()
    {
        await using var workspace = await PromotionWorkspace.Create();
        await using var other = await SeededRegistry.Start();
        workspace.Change("qa", qa => qa with { Registry = other.Name });
        await workspace.Commit();
        var image = await workspace.Deliver();
        var taken = await other.Push(image.Repository, image.Tag!, "another");

        var result = await workspace.Promote("qa");

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason!.ShouldContain("nothing was overwritten");
        (await other.Digest(image.Repository, image.Tag!)).ShouldBe(taken.Digest);
        (await workspace.Running("qa")).ShouldBe("busybox");
    }

    [Fact]
    public async Task An_image_that_is_not_healthy_is_not_copied_either()
    {
        await using var workspace = await PromotionWorkspace.Create();
        await using var other = await SeededRegistry.Start();
        workspace.Change("qa", qa => qa with { Registry = other.Name });
        await workspace.Commit();
        var image = await workspace.Deliver();
        workspace.Health = new Fares(new(HealthState.Unhealthy, "degraded"));

        await workspace.Promote("qa");

        (await other.Digest(image.Repository, image.Tag!)).ShouldBeNull();
    }

    [Fact]
    public async Task A_later_build_is_not_replaced_by_an_earlier_one()
    {
        await using var workspace = await PromotionWorkspace.Create();
        await workspace.Commit();
        await workspace.Deliver();
        await workspace.Commit();
        var later = await workspace.Deliver("qa");

        var result = await workspace.Promote("qa");

        result.Status.ShouldBe(StepStatus.Passed);
        result.Reason!.ShouldStartWith($"superseded by {later.Tag}");
        (await workspace.Running("qa")).ShouldBe($"{later}");
    }

    [Fact]
    public async Task A_promotion_that_mends_names_what_it_mends()
    {
        await using var workspace = await PromotionWorkspace.Create();
        await workspace.Commit();
        await workspace.Deliver();
        await workspace.Promote("qa");
        var broken = await workspace.Remote.Show("%H");
        await workspace.Commit();
        await workspace.Deliver();

        await workspace.Promote("qa", new() { IsFix = true, Reason = "logins failed" });

        var trailers = await workspace.LastTrailers();
        trailers.Reason.ShouldBe("logins failed");
        trailers.Services.Single().Reverts.ShouldBe(broken);
    }

    [Fact]
    public async Task Promotions_that_race_all_land()
    {
        await using var workspace = await PromotionWorkspace.Create();
        await workspace.Commit();
        await workspace.Deliver();
        await workspace.Deliver("develop", "flag");

        var results = await Task.WhenAll(workspace.Promote("qa"), workspace.Promote("qa", service: "flag"));

        results.ShouldAllBe(result => result.Status == StepStatus.Passed);
        (await workspace.Running("qa")).ShouldContain("auth-service");
        (await workspace.Running("qa", "flag")).ShouldContain("flag-service");
    }

    private sealed class Fares(ServiceHealth health) : IEnvironmentHealth
    {
        public Task<ServiceHealth> Of(
            DeploymentEnvironment environment,
            Service service,
            CancellationToken cancellation
        ) => Task.FromResult(health);
    }
}

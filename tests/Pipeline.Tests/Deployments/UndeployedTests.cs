using Pipeline.Deployments.Audit;
using Pipeline.Deployments.GitOps.Linting;
using Pipeline.Deployments.Targets;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;
using Pipeline.Tests.Deployments.GitOps.Promotions;

namespace Pipeline.Tests.Deployments;

/// <summary>An environment that images are pushed for, and that nothing is deployed to.</summary>
public sealed class UndeployedTests : IAsyncLifetime
{
    private const string Nowhere = "nothing is deployed to develop: its \"deployments\" are \"none\" in the catalog";

    private PromotionWorkspace workspace = null!;

    public async ValueTask InitializeAsync()
    {
        workspace = await PromotionWorkspace.Create();
        await workspace.Commit();
        workspace.Change("develop", develop => develop with { GitOps = null });
    }

    public ValueTask DisposeAsync() => workspace.DisposeAsync();

    [Fact]
    public async Task A_bump_is_skipped_and_says_so()
    {
        var result = await Run("Bump", async step => (await Bump.Run([step], new(), workspace.Kinds))[0]);

        result.ShouldBe(StepResult.Skipped(Nowhere));
    }

    [Fact]
    public async Task There_is_nothing_to_wait_for() =>
        (await Run("Verify", async step => (await Verify.Run([step], workspace.Kinds))[0])).ShouldBe(
            StepResult.Skipped(Nowhere)
        );

    [Fact]
    public async Task Nothing_is_promoted_from_there() =>
        (await workspace.Promote("qa")).ShouldBe(StepResult.Failed(Nowhere));

    [Fact]
    public async Task Nothing_is_rolled_back_there() =>
        (await workspace.RollBack("develop")).ShouldBe(StepResult.Failed(Nowhere));

    [Fact]
    public async Task No_drift_is_looked_for_there_alone() =>
        (await Run("Drift", step => Drift.Run(step.Service, step, [workspace["develop"]], workspace.Kinds))).ShouldBe(
            StepResult.Skipped(Nowhere)
        );

    [Fact]
    public async Task Drift_looks_at_the_other_environments()
    {
        var result = await Run("Drift", step => Drift.Run(step.Service, step, workspace.Environments, workspace.Kinds));

        result.ShouldBe(StepResult.PassedWith("as delivered in 0 of 3 environments, never delivered to the rest"));
    }

    [Fact]
    public async Task No_image_is_scanned_again_there() =>
        (await Run("Rescan", step => Rescan.Run(step.Service, step, [workspace["develop"]], workspace.Kinds))).ShouldBe(
            StepResult.Skipped(Nowhere)
        );

    [Fact]
    public async Task There_are_no_manifests_to_lint()
    {
        var result = await Run("LintManifests", step => ManifestLint.Run(step.Service, step));

        result.Status.ShouldBe(StepStatus.Skipped);
        result.Reason!.ShouldStartWith("develop has no manifests");
    }

    [Fact]
    public async Task The_status_says_so_and_shows_the_other_environments()
    {
        var states = await Status.Read(
            workspace.Platform,
            workspace.Platform.Services[..1],
            workspace.Environments,
            workspace.Kinds,
            workspace.Artifacts
        );

        states.Select(state => state.Environment).ShouldBe(["develop", "qa", "staging", "production"]);
        states[0].Problem.ShouldBe(Nowhere);
        states[1].Place.ShouldNotBeNull();
    }

    [Fact]
    public async Task There_is_no_history_of_it_alone()
    {
        var refusal = await Should.ThrowAsync<StepFailedException>(
            LastDelivery.Read(workspace.Platform, workspace["develop"], workspace.Kinds, workspace.Artifacts)
        );

        refusal.Message.ShouldBe(Nowhere);
    }

    [Fact]
    public async Task The_history_of_the_others_is_shown() =>
        (
            await DeploymentLog.Read(
                workspace.Platform,
                workspace.Platform.Services,
                workspace.Environments,
                workspace.Kinds,
                workspace.Artifacts
            )
        ).ShouldBeEmpty();

    private Task<StepResult> Run(string target, Func<StepContext, Task<StepResult>> body) =>
        workspace.Run(target, "develop", "auth", body);
}

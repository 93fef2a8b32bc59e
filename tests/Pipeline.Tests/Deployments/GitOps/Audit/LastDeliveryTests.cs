using Pipeline.Deployments.Audit;
using Pipeline.Execution.Steps;
using Pipeline.Tests.Deployments.GitOps.Promotions;

namespace Pipeline.Tests.Deployments.GitOps.Audit;

public class LastDeliveryTests
{
    [Fact]
    public async Task The_last_commit_of_each_service_counts_and_a_service_without_any_has_none()
    {
        await using var workspace = await PromotionWorkspace.Create();
        await workspace.Commit();
        await workspace.Deliver();
        var commit = await workspace.Commit();
        await workspace.Deliver();

        var delivered = await LastDelivery.Read(
            workspace.Platform,
            workspace["develop"],
            workspace.Kinds,
            workspace.Artifacts
        );

        delivered.ShouldBe(new Dictionary<string, string> { ["auth"] = commit }, ignoreOrder: true);
    }

    [Fact]
    public async Task A_rollback_takes_no_delivery_back()
    {
        await using var workspace = await PromotionWorkspace.Create();
        await workspace.Commit();
        await workspace.Deliver();
        var commit = await workspace.Commit();
        await workspace.Deliver();
        (await workspace.RollBack("develop")).Status.ShouldBe(StepStatus.Passed);

        var delivered = await LastDelivery.Read(
            workspace.Platform,
            workspace["develop"],
            workspace.Kinds,
            workspace.Artifacts
        );

        delivered["auth"].ShouldBe(commit);
    }

    [Fact]
    public async Task What_other_environments_were_given_does_not_count()
    {
        await using var workspace = await PromotionWorkspace.Create();
        await workspace.Commit();
        await workspace.Deliver();

        var delivered = await LastDelivery.Read(
            workspace.Platform,
            workspace["qa"],
            workspace.Kinds,
            workspace.Artifacts
        );

        delivered.ShouldBeEmpty();
    }
}

using Pipeline.Catalog;
using Pipeline.Deployments.History;
using Pipeline.Execution.Steps;

namespace Pipeline.Tests.Deployments.GitOps.Promotions;

public class RollbackTests
{
    [Fact]
    public async Task The_previous_image_comes_back_in_a_commit_that_says_what_it_takes_back_and_why()
    {
        await using var workspace = await PromotionWorkspace.Create();
        var (good, bad) = await Two(workspace);
        var reverted = await workspace.Remote.Show("%H");

        var result = await workspace.RollBack("develop", new() { Reason = "logins\nfail" });

        result.Status.ShouldBe(StepStatus.Passed, result.Reason);
        result.Reason!.ShouldContain("until \"Rollback --release --service auth --environment develop\"");
        (await workspace.Running("develop")).ShouldBe($"{good}");
        (await workspace.Remote.Show("%s")).ShouldBe($"rollback(develop): auth {bad.Tag} → {good.Tag}");
        (await workspace.Remote.Show("%b")).ShouldContain(
            $"This takes back the commit {reverted}, because: logins fail"
        );
        var trailers = await workspace.LastTrailers();
        (trailers.Action, trailers.Reason).ShouldBe((DeploymentAction.Rollback, "logins fail"));
        trailers.Services.Single().Reverts.ShouldBe(reverted);
        trailers.Services.Single().Image.ShouldBe(good);
        trailers.Services.Single().SourceCommit.ShouldNotBeNull();
    }

    [Fact]
    public async Task Neither_bump_nor_promotion_undoes_it_until_it_is_released()
    {
        await using var workspace = await PromotionWorkspace.Create();
        var (good, _) = await Two(workspace);
        await workspace.RollBack("develop", new() { Reason = "logins fail" });
        await workspace.Commit();
        var next = await workspace.Deliver();
        var held = await workspace.Running("develop");

        var released = await workspace.RollBack("develop", new() { Release = true });
        await workspace.Deliver();

        held.ShouldBe($"{good}");
        released.Reason!.ShouldStartWith("released, it was pinned at");
        (await workspace.Running("develop")).ShouldBe($"{next}");
    }

    [Fact]
    public async Task A_promotion_to_a_pinned_service_is_refused_with_what_to_do()
    {
        await using var workspace = await PromotionWorkspace.Create();
        await Two(workspace, andPromote: true);
        await workspace.RollBack("qa");
        await workspace.Commit();
        await workspace.Deliver();

        var result = await workspace.Promote("qa");

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason!.ShouldContain("release it first with \"Rollback --release --service auth --environment qa\"");
    }

    [Fact]
    public async Task A_release_leaves_the_image_and_says_so_to_machines()
    {
        await using var workspace = await PromotionWorkspace.Create();
        var (good, _) = await Two(workspace);
        await workspace.RollBack("develop");

        await workspace.RollBack("develop", new() { Release = true });
        var again = await workspace.RollBack("develop", new() { Release = true });

        (await workspace.Running("develop")).ShouldBe($"{good}");
        var trailers = await workspace.LastTrailers();
        trailers.Action.ShouldBe(DeploymentAction.Release);
        trailers.Services.Single().Image.ShouldBeNull();
        again.Reason.ShouldBe("auth is not pinned in develop");
    }

    [Fact]
    public async Task A_second_rollback_goes_further_back_and_not_to_what_was_taken_back()
    {
        await using var workspace = await PromotionWorkspace.Create();
        await workspace.Commit();
        var first = await workspace.Deliver();
        var (second, _) = await Two(workspace);
        await workspace.RollBack("develop");
        var once = await workspace.Running("develop");

        await workspace.RollBack("develop");
        var end = await workspace.RollBack("develop");

        once.ShouldBe($"{second}");
        (await workspace.Running("develop")).ShouldBe($"{first}");
        end.Status.ShouldBe(StepStatus.Failed);
        end.Reason!.ShouldStartWith("there is nothing to roll back to for auth in develop");
    }

    [Fact]
    public async Task A_tag_or_a_source_commit_names_what_to_go_back_to()
    {
        await using var workspace = await PromotionWorkspace.Create();
        var commit = await workspace.Commit();
        var first = await workspace.Deliver();
        var (second, _) = await Two(workspace);

        await workspace.RollBack("develop", new() { To = commit[..12] });
        var byCommit = await workspace.Running("develop");
        await workspace.RollBack("develop", new() { To = second.Tag });
        var byTag = await workspace.Running("develop");
        var unknown = await workspace.RollBack("develop", new() { To = "0000000" });

        byCommit.ShouldBe($"{first}");
        byTag.ShouldBe($"{second}");
        unknown.Reason!.ShouldStartWith("\"0000000\" never ran as auth in develop; deployed were");
        unknown.Reason!.ShouldContain(first.Tag!);
    }

    [Fact]
    public async Task An_edit_by_hand_is_taken_back_too()
    {
        await using var workspace = await PromotionWorkspace.Create();
        var (_, delivered) = await Two(workspace);
        await workspace.Remote.Commit(
            (
                PromotionWorkspace.File("develop"),
                ImageMatchingTests.Deployment("auth", "auth", "togglemaster/auth-service:hot")
            )
        );

        await workspace.RollBack("develop");

        (await workspace.Running("develop")).ShouldBe($"{delivered}");
        (await workspace.Remote.Show("%b")).ShouldContain("This takes back an edit by hand");
    }

    // What is delivered first is good, and what is delivered last is bad.
    private static async Task<(ImageReference Good, ImageReference Bad)> Two(
        PromotionWorkspace workspace,
        bool andPromote = false
    )
    {
        await workspace.Commit();
        var good = await workspace.Deliver();
        if (andPromote)
            await workspace.Promote("qa");
        await workspace.Commit();
        var bad = await workspace.Deliver();
        if (andPromote)
            await workspace.Promote("qa");
        return (good, bad);
    }
}

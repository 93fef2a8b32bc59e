using Pipeline.Deployments.Audit;
using Pipeline.Deployments.Health;
using Pipeline.Deployments.History;
using Pipeline.Execution.Steps;

namespace Pipeline.Tests.Deployments.Ssh;

/// <summary>What follows a delivery: rollbacks, pins, promotions, audits.</summary>
public class SshRollbackTests(SystemdHosts hosts) : IClassFixture<SystemdHosts>
{
    [Fact]
    public async Task A_rollback_runs_the_earlier_release_and_pins_it_until_that_is_released()
    {
        await using var workspace = await SshWorkspace.Create(hosts, count: 2);
        var good = await workspace.Push();
        await workspace.Deliver(good);
        await workspace.Deliver();
        var bad = (await workspace.State()).Deployment!.Commit;

        var result = await workspace.RollBack(new() { Reason = "it's \"slow\"\nvery" });

        result.Status.ShouldBe(StepStatus.Passed, result.Reason);
        result.Reason!.ShouldContain($"2 hosts run {good.Tag}");
        (await workspace.Answer(workspace.Hosts[1])).ShouldBe(good.Tag);
        var state = await workspace.State();
        state.Pin!.Reason.ShouldBe("it's \"slow\"\nvery");
        state.Pin.Image.ShouldBe(good);
        state.Deployment!.Trailers.Action.ShouldBe(DeploymentAction.Rollback);
        state.Deployment.Service.Reverts.ShouldBe(bad);
        (await workspace.Deliver()).Reason!.ShouldEndWith(": not bumped");

        (await workspace.RollBack(new() { Release = true })).Reason!.ShouldStartWith("released, it was pinned at ");
        (await workspace.State()).Pin.ShouldBeNull();
        (await workspace.Answer()).ShouldBe(good.Tag);
        var last = await workspace.Push();
        (await workspace.Deliver(last)).Status.ShouldBe(StepStatus.Passed);
        (await workspace.Answer()).ShouldBe(last.Tag);
    }

    [Fact]
    public async Task A_release_that_has_gone_comes_from_the_registry_again()
    {
        await using var workspace = await SshWorkspace.Create(hosts);
        var good = await workspace.Push();
        await workspace.Deliver(good);
        await workspace.Deliver();
        await workspace.Hosts[0].Run($"rm -r {workspace.Folder}/releases/{good.Tag}-*");

        (await workspace.RollBack(new() { To = good.Tag })).Status.ShouldBe(StepStatus.Passed);

        (await workspace.Answer()).ShouldBe(good.Tag);
    }

    [Fact]
    public async Task Nothing_is_rolled_back_to_what_never_ran()
    {
        await using var workspace = await SshWorkspace.Create(hosts);
        await workspace.Deliver();

        (await workspace.RollBack(new() { To = "1.2.3" })).Reason!.ShouldStartWith(
            "\"1.2.3\" never ran as auth in production; deployed were "
        );
    }

    [Fact]
    public async Task The_very_image_of_one_environment_is_promoted_to_the_next()
    {
        await using var workspace = await SshWorkspace.Create(hosts, count: 2);
        workspace.HasNext = true;
        var image = await workspace.Push();
        await workspace.Deliver(image);

        var result = await workspace.Promote(new() { Reason = "wanted" });

        result.Status.ShouldBe(StepStatus.Passed, result.Reason);
        (await workspace.Answer(workspace.Hosts[1])).ShouldBe(image.Tag);
        var state = await workspace.State("next");
        (state.Deployment!.Trailers.Action, state.Deployment.Trailers.From).ShouldBe(
            (DeploymentAction.Promote, "production")
        );
        state.Deployment.Service.SourceCommit.ShouldBe((await workspace.State()).Deployment!.Service.SourceCommit);
        (await workspace.Promote(new())).Reason!.ShouldStartWith($"already at {image.Tag}");
    }

    [Fact]
    public async Task What_is_not_healthy_is_not_promoted()
    {
        await using var workspace = await SshWorkspace.Create(hosts, count: 2);
        workspace.HasNext = true;
        await workspace.Deliver();
        await workspace.Hosts[0].Run($"systemctl stop {workspace.Unit}");

        var result = await workspace.Promote(new());

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason!.ShouldContain("does not run it: it is inactive (dead)");
    }

    [Fact]
    public async Task What_was_delivered_is_verified_until_it_stops()
    {
        await using var workspace = await SshWorkspace.Create(hosts, count: 2);
        var image = await workspace.Push();

        (await workspace.DeliverAndVerify(image)).Reason!.ShouldStartWith($"{image.Tag}: it is up on ");
        await workspace.Hosts[1].Run($"systemctl stop {workspace.Unit}");
        (await workspace.State()).Health!.State.ShouldBe(HealthState.Unhealthy);
    }

    [Theory]
    [InlineData("systemctl stop UNIT", "does not run it: it is inactive (dead)")]
    [InlineData("sed -i s/always/no/ /etc/systemd/system/UNIT", "is edited by hand")]
    [InlineData("rm /etc/systemd/system/UNIT", "is missing")]
    [InlineData(
        "cp -r FOLDER/current/ FOLDER/releases/hand; ln -sfn releases/hand FOLDER/current",
        "which was never delivered: it was set by hand"
    )]
    [InlineData("rm FOLDER/current", "has lost the link to its current release")]
    public async Task What_somebody_changed_on_a_host_is_drift_until_the_next_delivery(string command, string expected)
    {
        await using var workspace = await SshWorkspace.Create(hosts);
        var image = await workspace.Push();
        await workspace.Deliver(image);
        (await workspace.Drift()).ShouldBe(
            StepResult.PassedWith("as delivered in 1 of 1 environments, never delivered to the rest")
        );
        await workspace
            .Hosts[0]
            .Run(
                command
                    .Replace("UNIT", workspace.Unit, StringComparison.Ordinal)
                    .Replace("FOLDER", workspace.Folder, StringComparison.Ordinal)
            );

        var result = await workspace.Drift();

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason!.ShouldContain(expected);
        (await workspace.Deliver(image)).Status.ShouldBe(StepStatus.Passed);
        (await workspace.Drift()).Status.ShouldBe(StepStatus.Passed);
    }

    [Fact]
    public async Task The_history_counts_a_deployment_to_several_hosts_once()
    {
        await using var workspace = await SshWorkspace.Create(hosts, count: 3);
        await workspace.Deliver();
        await workspace.Deliver();

        var history = await DeploymentLog.Read(
            workspace.Platform,
            workspace.Platform.Services,
            workspace.Environments,
            workspace.Kinds,
            workspace.Root / "artifacts"
        );

        history.Length.ShouldBe(2);
        history[0].Time.ShouldBeGreaterThan(history[1].Time);
    }
}

using Pipeline.Execution.Steps;

namespace Pipeline.Tests.Deployments.Ssh;

/// <summary>Deliveries that are interrupted, and deliveries that meet.</summary>
public class SshBrokenConnectionTests(SystemdHosts hosts) : IClassFixture<SystemdHosts>
{
    private const int Cuts = 20;

    [Fact]
    public async Task A_connection_that_breaks_at_any_byte_leaves_the_release_before()
    {
        await using var workspace = await SshWorkspace.Create(hosts);
        var host = workspace.Hosts[0];
        var before = host.Relay.Seen;
        var running = await workspace.Push();
        (await workspace.Deliver(running)).Status.ShouldBe(StepStatus.Passed);
        var bytes = host.Relay.Seen - before;
        var random = new Random(Random.Shared.Next());

        for (var cut = 0; cut < Cuts; cut++)
        {
            var next = await workspace.Push();
            var at = random.NextInt64(bytes);
            host.Relay.CutAfter(at);
            var result = await workspace.Deliver(next);
            host.Relay.Mend();
            // The script on the host may still be at work.
            await host.Run($"flock {workspace.Folder}/.lock true");

            var state = await workspace.State();
            state.Problem.ShouldBeNull($"cut at byte {at}");
            (await workspace.Answer()).ShouldBe(state.Image!.Tag, $"cut at byte {at}");
            // All was said and done where only the farewell was cut.
            if (result.Status == StepStatus.Failed && state.Image != next)
                state.Image.ShouldBe(running, $"cut at byte {at}");
            running = state.Image;
        }

        var last = await workspace.Push();
        (await workspace.Deliver(last)).Status.ShouldBe(StepStatus.Passed);
        (await workspace.Answer()).ShouldBe(last.Tag);
    }

    [Fact]
    public async Task Of_two_deliveries_at_once_the_second_waits_and_both_are_recorded()
    {
        await using var workspace = await SshWorkspace.Create(hosts);
        await workspace.Deliver();
        var (one, other) = (await workspace.Push(), await workspace.Push());

        var results = await Task.WhenAll(workspace.Deliver(one, "One"), workspace.Deliver(other, "Other"));

        results.ShouldAllBe(result => result.Status == StepStatus.Passed);
        var state = await workspace.State();
        state.Problem.ShouldBeNull();
        (await workspace.Answer()).ShouldBe(state.Image!.Tag);
        (await workspace.Hosts[0].Run($"wc -l <{workspace.Folder}/deployments.jsonl")).ShouldBe("3");
    }

    [Fact]
    public async Task A_deployment_that_does_not_end_keeps_others_out()
    {
        await using var workspace = await SshWorkspace.Create(hosts);
        await workspace.Deliver();
        workspace.Settings = workspace.Settings with { Timeout = TimeSpan.FromSeconds(-29) };
        await workspace.Hosts[0].Run($"flock {workspace.Folder}/.lock sleep 20 >/dev/null 2>&1 &");

        (await workspace.Deliver()).Reason!.ShouldContain($"another deployment still works on {workspace.Unit} there");
    }

    [Fact]
    public async Task A_run_that_is_ended_leaves_the_release_before()
    {
        await using var workspace = await SshWorkspace.Create(hosts);
        var good = await workspace.Push();
        await workspace.Deliver(good);
        var next = await workspace.Push("status = 503");
        using var end = new CancellationTokenSource(TimeSpan.FromSeconds(3));

        await workspace.Deliver(next, cancellation: end.Token);

        await workspace.Hosts[0].Run($"flock {workspace.Folder}/.lock true");
        (await workspace.Answer()).ShouldBe(good.Tag);
        (await workspace.State()).Problem.ShouldBeNull();
    }
}

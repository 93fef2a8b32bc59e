using Pipeline.Catalog;
using Pipeline.Deployments.History;
using Pipeline.Execution.Steps;

namespace Pipeline.Tests.Deployments.Ssh;

public class SshDeliveryTests(SystemdHosts hosts) : IClassFixture<SystemdHosts>
{
    [Fact]
    public async Task A_build_runs_on_the_host_and_a_later_one_takes_its_place()
    {
        await using var workspace = await SshWorkspace.Create(hosts);
        var host = workspace.Hosts[0];

        var first = await workspace.Push();
        var result = await workspace.Deliver(first);

        result.Status.ShouldBe(StepStatus.Passed, result.Reason);
        (await workspace.Answer(host)).ShouldBe(first.Tag);
        var second = await workspace.Push();
        (await workspace.Deliver(second)).Status.ShouldBe(StepStatus.Passed);
        (await workspace.Answer(host)).ShouldBe(second.Tag);
        var state = await workspace.State();
        state.Problem.ShouldBeNull();
        state.Image.ShouldBe(second);
        state.Deployment!.Trailers.Action.ShouldBe(DeploymentAction.Deploy);
    }

    [Fact]
    public async Task A_second_delivery_changes_nothing_and_says_so()
    {
        await using var workspace = await SshWorkspace.Create(hosts);
        var image = await workspace.Push();
        await workspace.Deliver(image);
        var process = await workspace.Process();

        var result = await workspace.Deliver(image);

        result.Reason!.ShouldStartWith($"already at {image.Tag}");
        (await workspace.Process()).ShouldBe(process);
    }

    [Fact]
    public async Task A_freeze_holds_back_a_build_and_lets_pass_what_changes_nothing()
    {
        await using var workspace = await SshWorkspace.Create(hosts);
        var first = await workspace.Push();
        await workspace.Deliver(first);
        workspace.Freezes =
        [
            new("always", "nobody is here", TimeZoneInfo.Utc, new LocalSpan.Once(new(2000, 1, 1), new(2900, 1, 1))),
        ];

        var again = await workspace.Deliver(first);
        var next = await workspace.Deliver();

        again.Reason!.ShouldStartWith($"already at {first.Tag}");
        next.Status.ShouldBe(StepStatus.Failed);
        next.Reason!.ShouldStartWith("production is frozen until 2900-01-01");
        (await workspace.Answer(workspace.Hosts[0])).ShouldBe(first.Tag);
    }

    [Fact]
    public async Task A_program_that_crashes_gives_way_to_the_release_before()
    {
        await using var workspace = await SshWorkspace.Create(hosts);
        workspace.Steadiness = TimeSpan.FromSeconds(1);
        var good = await workspace.Push();
        await workspace.Deliver(good);
        var release = await workspace.Current();

        var result = await workspace.Deliver("raise SystemExit(7)");

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason!.ShouldContain("the program ended soon after its start");
        result.Reason!.ShouldContain("its last words: the last words of the program");
        result.Reason!.ShouldEndWith($"{release} runs again");
        (await workspace.Answer(workspace.Hosts[0])).ShouldBe(good.Tag);
        (await workspace.State()).Problem.ShouldBeNull();
    }

    [Fact]
    public async Task A_program_that_answers_badly_gives_way_too()
    {
        await using var workspace = await SshWorkspace.Create(hosts);
        workspace.Settings = workspace.Settings with { Timeout = TimeSpan.FromSeconds(1) };
        var good = await workspace.Push();
        await workspace.Deliver(good);

        var result = await workspace.Deliver("status = 503");

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason!.ShouldContain($"/health at port {workspace.Program.Port} answers 503, for 1 s");
        (await workspace.Answer(workspace.Hosts[0])).ShouldBe(good.Tag);
    }

    [Fact]
    public async Task A_program_that_answers_from_elsewhere_gives_way_too()
    {
        await using var workspace = await SshWorkspace.Create(hosts);
        workspace.Settings = workspace.Settings with { Timeout = TimeSpan.FromSeconds(1) };

        var result = await workspace.Deliver("status = 302");

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason!.ShouldContain("answers 302");
    }

    [Fact]
    public async Task A_first_release_that_does_not_start_leaves_nothing_behind()
    {
        await using var workspace = await SshWorkspace.Create(hosts);
        workspace.Program = workspace.Program with { Run = ["./missing"] };

        var result = await workspace.Deliver();

        result.Reason!.ShouldContain("systemd could not execute the program (status 203)");
        result.Reason!.ShouldEndWith("nothing ran there before, and nothing does now");
        (
            await workspace.Hosts[0].Run($"ls {workspace.Folder}/current /etc/systemd/system/{workspace.Unit}")
        ).ShouldBeEmpty();
    }

    [Fact]
    public async Task Hosts_get_a_release_one_after_another_and_the_first_that_fails_stops_it()
    {
        await using var workspace = await SshWorkspace.Create(hosts, count: 3);
        var good = await workspace.Push();
        (await workspace.Deliver(good)).Status.ShouldBe(StepStatus.Passed);
        workspace.Steadiness = TimeSpan.FromSeconds(1);
        await workspace.Hosts[1].Run($"touch {workspace.Folder}/sick");

        var result = await workspace.Deliver(
            $"import os.path\nif os.path.exists('{workspace.Folder}/sick'): raise SystemExit(1)"
        );

        result.Status.ShouldBe(StepStatus.Failed);
        var (first, second, third) = (workspace.Hosts[0], workspace.Hosts[1], workspace.Hosts[2]);
        result.Reason!.ShouldStartWith($"{second.Address}: the program ended");
        result.Reason!.ShouldEndWith($"; {first.Address} got it before and keep it; {third.Address} were not touched");
        (await workspace.Current(second)).ShouldBe(await workspace.Current(third));
        (await workspace.Current(first)).ShouldNotBe(await workspace.Current(third));
        (await workspace.State()).Problem!.ShouldContain("its hosts disagree");
    }
}

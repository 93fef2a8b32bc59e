using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace EndToEnd.Tests.Delivery;

/// <summary>Workspaces on one machine, each with a registry of its own.</summary>
public sealed class TwoWorkspacesTests : IDisposable
{
    private static readonly string[] Targets = ["Image", "Push", "--service", "flag", "--skip", "Scan+Sbom"];

    private readonly SamplePlatform one = SamplePlatform.WithOwnRegistry();
    private readonly SamplePlatform other = SamplePlatform.WithOwnRegistry();

    public void Dispose()
    {
        one.Dispose();
        other.Dispose();
    }

    [Fact]
    public async Task Two_that_deliver_at_once_or_one_after_the_other_have_nothing_to_do_with_each_other()
    {
        var outcomes = await Task.WhenAll(one.Build(Targets), other.Build(Targets));
        outcomes.ShouldAllBe(outcome => outcome.ExitCode == 0, outcomes[0].Output + outcomes[1].Output);
        var ports = (one.Port, other.Port);

        var again = await one.Build([.. Targets, "--no-cache"]);
        again.ExitCode.ShouldBe(0, again.Output);

        ports.Item1.ShouldNotBe(ports.Item2);
        (one.Port, other.Port).ShouldBe(ports);
        foreach (var platform in new[] { one, other })
            Directory
                .Exists(Path.Combine(platform.Root, "artifacts/local/registry/docker/registry/v2/repositories"))
                .ShouldBeTrue();
    }

    [Fact]
    public async Task A_stranger_on_the_port_is_evaded_and_a_kill_of_one_run_leaves_the_others_registry()
    {
        (await one.Build(Targets)).ExitCode.ShouldBe(0);
        var taken = one.Port;
        using var stranger = new TcpListener(IPAddress.Loopback, taken);
        stranger.Start();

        var delivery = other.Build(Targets);
        var command = one.BuildCommand(Targets);
        using (
            var killed = Process.Start(
                new ProcessStartInfo("sh", ["-c", $"exec {command.TargetFilePath} {command.Arguments} >/dev/null 2>&1"])
            )!
        )
        {
            await Task.Delay(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);
            killed.Kill();
        }

        var evaded = await one.Build(Targets);

        evaded.ExitCode.ShouldBe(0, evaded.Output);
        one.Port.ShouldNotBe(taken);
        var outcome = await delivery;
        outcome.ExitCode.ShouldBe(0, outcome.Output);
    }
}

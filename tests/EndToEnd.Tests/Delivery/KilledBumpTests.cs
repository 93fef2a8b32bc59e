using System.Diagnostics;

namespace EndToEnd.Tests.Delivery;

public sealed class KilledBumpTests : IDisposable
{
    private const int Times = 5;

    private readonly SamplePlatform platform = new();

    [Fact]
    public async Task A_bump_that_is_killed_leaves_the_remote_before_or_after_and_the_next_run_finishes_it()
    {
        Commit("0");
        var whole = Stopwatch.StartNew();
        (await Bump()).ExitCode.ShouldBe(0);
        var duration = whole.Elapsed;
        var landed = 0;
        for (var time = 1; time <= Times; time++)
        {
            Commit($"{time}");
            var before = Tip();

            await KillAfter(duration * time / Times);

            var killed = Tip();
            landed += killed == before ? 0 : 1;
            if (killed != before)
                platform.GitOps("rev-parse", "main^").ShouldBe(before);
            platform.GitOps("fsck", "--connectivity-only").ShouldNotContain("error");

            var outcome = await Bump();

            outcome.ExitCode.ShouldBe(0, outcome.Output);
            Distance(before).ShouldBe(1);
            platform.Deployed("auth").ShouldContain($":{platform.Git("rev-parse", "--short=7", "HEAD")}@");
        }

        landed.ShouldBeLessThan(Times, "no run was killed before its push");
    }

    public void Dispose() => platform.Dispose();

    private string Tip() => platform.GitOps("rev-parse", "main");

    private int Distance(string before) => int.Parse(platform.GitOps("rev-list", "--count", $"{before}..main"));

    private Task<BuildOutcome> Bump() => platform.Build("Bump", "--skip", "--service", "auth");

    // The process and all that it has started, as when a machine is taken away.
    private async Task KillAfter(TimeSpan delay)
    {
        using var end = new CancellationTokenSource(delay);
        var running = platform.BuildCommand("Bump", "--skip", "--service", "auth").ExecuteAsync(end.Token);
        try
        {
            await running;
        }
        catch (OperationCanceledException)
        {
            // Git's processes may still be about to write.
        }
    }

    // What Push would have handed over for this commit.
    private void Commit(string message)
    {
        var commit = platform.Commit(message);
        PushedImageFile.Write(
            platform.Root,
            commit,
            "auth",
            platform.Registry,
            "togglemaster/auth-service",
            $"sha256:{new string('7', 64)}"
        );
    }
}

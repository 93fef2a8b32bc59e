namespace Polyfills.Tests.Nuke;

public sealed class FailureTests : IDisposable
{
    private readonly BuildRoot _root = new();

    public void Dispose() => _root.Dispose();

    [Fact]
    public async Task A_failed_target_ends_the_run_with_255()
    {
        var run = await _root.Run("FailureBuild");

        run.Said.ShouldBe(["First", "Breaks"]);
        run.ExitCode.ShouldBe(255);
    }

    [Fact]
    public async Task The_table_shows_what_failed_why_and_what_never_ran()
    {
        var run = await _root.Run("FailureBuild");

        run.Outcome("First")!.ShouldStartWith("Succeeded");
        run.Outcome("Breaks")!.ShouldStartWith("Failed");
        run.Outcome("Breaks")!.ShouldEndWith("InvalidOperationException: the glue did not hold");
        run.Outcome("Last").ShouldBe("NotRun");
        run.Output.ShouldContain("Build failed");
    }

    [Fact]
    public async Task The_failed_target_is_named_once_more_before_the_table()
    {
        var run = await _root.Run("FailureBuild");

        run.Output[run.Output.IndexOf("Errors & Warnings", StringComparison.Ordinal)..].ShouldContain("[ERR] Breaks:");
    }

    [Fact]
    public async Task An_assured_target_runs_after_a_failure()
    {
        var run = await _root.Run("FailureBuild", "Last", "Sweeps");

        run.Said.ShouldBe(["First", "Breaks", "Sweeps"], ignoreOrder: true);
        run.Outcome("Sweeps")!.ShouldStartWith("Succeeded");
        run.ExitCode.ShouldBe(255);
    }

    [Fact]
    public async Task After_a_target_that_lets_the_run_proceed_the_others_run_and_the_build_is_red()
    {
        var run = await _root.Run("FailureBuild", "AfterBends");

        run.Said.ShouldBe(["AfterBends"]);
        run.Outcome("Bends")!.ShouldStartWith("Failed");
        run.Outcome("AfterBends")!.ShouldStartWith("Succeeded");
        run.ExitCode.ShouldBe(255);
    }

    [Fact]
    public async Task The_exit_code_can_be_chosen()
    {
        var run = await _root.Run("FailureBuild", "Chooses");

        run.ExitCode.ShouldBe(7);
    }

    [Fact]
    public async Task A_continued_run_leaves_out_what_the_run_before_finished()
    {
        await _root.Run("FailureBuild");
        _root.Write("mended", "");

        var run = await _root.Run("FailureBuild", "--continue");

        run.Said.ShouldBe(["Breaks", "Last"]);
        run.Outcome("First")!.ShouldStartWith("Skipped");
        run.ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task A_continued_run_of_other_targets_starts_anew()
    {
        await _root.Run("FailureBuild");
        _root.Write("mended", "");

        var run = await _root.Run("FailureBuild", "Last", "--continue");

        run.Said.ShouldBe(["First", "Breaks", "Last"]);
    }

    [Fact]
    public async Task Ctrl_C_runs_assured_targets_and_shows_what_was_aborted()
    {
        using var process = _root.Start("CancelledBuild", [], "Never", "TidiesUp");
        var before = await ReadUntil(process, "> waiting");

        using (var kill = System.Diagnostics.Process.Start("kill", ["-INT", $"{process.Id}"]))
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        var run = await BuildRun.Of(process, TestContext.Current.CancellationToken);

        before.ShouldNotContain("TidiesUp");
        run.Said.ShouldBe(["TidiesUp"]);
        run.Outcome("Waits")!.ShouldStartWith("Aborted");
        run.Outcome("Never").ShouldBe("NotRun");
        run.ExitCode.ShouldNotBe(0);
    }

    private static async Task<string> ReadUntil(System.Diagnostics.Process process, string line)
    {
        var read = new List<string>();
        while (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } next)
        {
            read.Add(next);
            if (next == line)
                break;
        }

        return string.Join('\n', read);
    }
}

using System.Diagnostics;
using EndToEnd.Tests.Delivery;

namespace EndToEnd.Tests.Recovery;

/// <summary>Runs on machines that lack what every program takes for granted.</summary>
public sealed class PoorMachineTests : IDisposable
{
    private readonly CheapPlatform platform = new();

    public PoorMachineTests() => platform.MakeCommit();

    [Fact]
    public async Task A_read_only_file_system_ends_the_run_at_once_and_is_named()
    {
        Directory.CreateDirectory(Path.Combine(platform.Root, ".nuke", "temp"));
        Directory.CreateDirectory(Path.Combine(platform.Root, "artifacts"));
        await File.WriteAllTextAsync(
            Path.Combine(platform.Root, "artifacts", "run.lock"),
            "",
            TestContext.Current.CancellationToken
        );

        using var run = platform.StartApart(
            $"mount --bind '{platform.Root}' '{platform.Root}' && mount -o remount,bind,ro '{platform.Root}' && exec \"$@\""
        );

        await Ends(run, "artifacts is on a read-only file system");
    }

    [Fact]
    public async Task A_temporary_folder_that_is_not_there_is_named()
    {
        var missing = Path.Combine(platform.Root, "nowhere");

        using var run = platform.StartApart($"export TMPDIR='{missing}' && exec \"$@\"");

        await Ends(run, $"the temporary folder {missing}/ does not exist: create it, or let TMPDIR name another one");
    }

    [Theory]
    [InlineData("unset HOME")]
    [InlineData("export HOME=/proc/nowhere")]
    public async Task Without_a_home_the_run_delivers(string home)
    {
        using var run = platform.StartApart($"{home} && exec \"$@\"");

        (await run.Ends(TimeSpan.FromMinutes(1))).ShouldBeTrue();
        run.ExitCode.ShouldBe(0, await run.Output());
    }

    [Fact]
    public async Task A_shell_that_may_open_too_few_files_is_told_before_anything_starts()
    {
        var start = new ProcessStartInfo("bash", ["-c", "ulimit -n 100; ./build.sh --help"])
        {
            WorkingDirectory = SamplePlatform.Checkout,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        using var run = new RunningBuild(Process.Start(start)!);

        await Ends(run, "build.sh: this shell may open 100 files, and a build needs 256: raise ulimit -n");
    }

    public void Dispose() => platform.Dispose();

    private static async Task Ends(RunningBuild run, string sentence)
    {
        (await run.Ends(TimeSpan.FromMinutes(1))).ShouldBeTrue("the run does not end");
        var said = await run.Output();
        run.ExitCode.ShouldNotBe(0, said);
        said.ShouldContain(sentence);
        said.ShouldNotContain("   at ");
    }
}

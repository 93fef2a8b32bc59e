using System.Diagnostics;
using Nuke.Common.IO;
using Pipeline.Execution.Recovery;

namespace Pipeline.Tests.Execution;

public sealed class WorkspaceLockTests : IDisposable
{
    private readonly AbsolutePath folder = Directory.CreateTempSubdirectory("lock-").FullName;
    private readonly List<string> told = [];

    private AbsolutePath Lock => folder / "artifacts" / "run.lock";

    [Fact]
    public async Task A_second_run_that_does_not_wait_is_told_who_holds_the_workspace()
    {
        using var first = await Take("./build.sh Deliver", wait: true);

        var refused = await Should.ThrowAsync<WorkspaceHeldException>(() => Take("./build.sh Test", wait: false));

        refused.Message.ShouldStartWith($"process {Environment.ProcessId} since ");
        refused.Message.ShouldContain("(./build.sh Deliver) holds ");
    }

    [Fact]
    public async Task A_second_run_says_once_that_it_waits_and_goes_on_when_the_first_has_ended()
    {
        var first = await Take("./build.sh Deliver", wait: true);
        var second = Take("./build.sh Test", wait: true);
        // Several rounds of asking.
        await Task.Delay(1000, TestContext.Current.CancellationToken);
        var hadToWait = !second.IsCompleted;

        first.Dispose();
        (await second).Dispose();

        hadToWait.ShouldBeTrue();
        told.ShouldHaveSingleItem().ShouldContain("(./build.sh Deliver)");
    }

    [Fact]
    public async Task A_wait_can_be_ended()
    {
        using var first = await Take("./build.sh Deliver", wait: true);
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));

        await Should.ThrowAsync<OperationCanceledException>(() =>
            WorkspaceLock.Take(Lock, "./build.sh Test", told.Add, cancellation: patience.Token)
        );
    }

    [Fact]
    public async Task A_holder_that_is_killed_holds_nothing()
    {
        Directory.CreateDirectory(Lock.Parent!);
        // The lock of the system that an open file without sharing takes.
        using var holder = Process.Start("flock", ["--no-fork", Lock, "sleep", "300"]);
        while (await IsFree())
            await Task.Delay(20, TestContext.Current.CancellationToken);

        holder.Kill();
        await holder.WaitForExitAsync(TestContext.Current.CancellationToken);

        (await IsFree()).ShouldBeTrue();
    }

    [Fact]
    public async Task What_a_killed_holder_left_behind_is_not_taken_for_the_next_one()
    {
        Directory.CreateDirectory(Lock.Parent!);
        await File.WriteAllTextAsync($"{Lock}.holder", "process 1", TestContext.Current.CancellationToken);
        using var first = await Take("./build.sh Deliver", wait: false);

        var refused = await Should.ThrowAsync<WorkspaceHeldException>(() => Take("./build.sh Test", wait: false));

        refused.Message.ShouldContain("./build.sh Deliver");
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private Task<WorkspaceLock> Take(string command, bool wait) => WorkspaceLock.Take(Lock, command, told.Add, wait);

    private async Task<bool> IsFree()
    {
        try
        {
            (await Take("./build.sh Test", wait: false)).Dispose();
            return true;
        }
        catch (WorkspaceHeldException)
        {
            return false;
        }
    }
}

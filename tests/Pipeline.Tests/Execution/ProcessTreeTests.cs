using System.Diagnostics;
using Pipeline.Foundation.Processes;

namespace Pipeline.Tests.Execution;

public sealed class ProcessTreeTests
{
    [Fact]
    public void What_was_killed_is_not_interrupted_any_more()
    {
        using var sleep = Process.Start("sleep", ["60"]);
        var tree = ProcessTree.Of(sleep.Id);

        tree.Kill();

        Should.NotThrow(tree.Interrupt);
        sleep.WaitForExit();
        sleep.ExitCode.ShouldBe(137);
    }
}

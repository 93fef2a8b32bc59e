using Nuke.Common.IO;
using Pipeline.Foundation.Processes;

namespace Pipeline.Execution.Recovery;

/// <summary>
/// Programs that a killed or interrupted run has left running: they have the workspace's mark in an environment
/// variable, which all of their children inherit. Linux only.
/// </summary>
internal static class Orphans
{
    private const string Variable = "PIPELINE_WORKSPACE";

    /// <summary>Sets the mark for all programs that this process starts.</summary>
    public static void Mark(AbsolutePath artifacts) =>
        Environment.SetEnvironmentVariable(Variable, Scratch.MarkOf(artifacts));

    /// <summary>Ends those of a workspace. The caller holds its lock, and has ended what it started itself.</summary>
    /// <returns>How many there were.</returns>
    public static int End(AbsolutePath artifacts) =>
        MarkedProcesses.End($"{Variable}={Scratch.MarkOf(artifacts)}").Length;
}

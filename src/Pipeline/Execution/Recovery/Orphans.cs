using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Nuke.Common.IO;

namespace Pipeline.Execution.Recovery;

/// <summary>
/// Programs that a killed or interrupted run has left running: they have the workspace's mark in an environment
/// variable, which all of their children inherit. Linux only.
/// </summary>
internal static class Orphans
{
    private const string Variable = "PIPELINE_WORKSPACE";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <summary>Sets the mark for all programs that this process starts.</summary>
    public static void Mark(AbsolutePath artifacts) =>
        Environment.SetEnvironmentVariable(Variable, Scratch.MarkOf(artifacts));

    /// <summary>Ends those of a workspace. The caller holds its lock, and has ended what it started itself.</summary>
    /// <returns>How many there were.</returns>
    public static int End(AbsolutePath artifacts)
    {
        if (!OperatingSystem.IsLinux())
            return 0;

        var mark = $"{Variable}={Scratch.MarkOf(artifacts)}";
        var ended = new HashSet<int>();
        // One of them may start another before it ends. A killed one is gone from here before its parent has noticed.
        for (
            var deadline = DateTime.UtcNow + Patience;
            Find(mark) is { Count: > 0 } found && DateTime.UtcNow < deadline;
            Thread.Sleep(Pause)
        )
            foreach (var process in found)
                using (process)
                    if (Kill(process))
                        ended.Add(process.Id);

        return ended.Count;
    }

    private static List<Process> Find(string mark)
    {
        var found = new List<Process>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
            if (
                int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                && id != Environment.ProcessId
                && Bears(folder, mark)
                && Open(id) is { } process
            )
                found.Add(process);
        return found;
    }

    // An ended process has no environment, and another user's cannot be read.
    private static bool Bears(string folder, string mark)
    {
        try
        {
            return File.ReadAllText($"{folder}/environ").Split('\0').Contains(mark);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static Process? Open(int id)
    {
        try
        {
            return Process.GetProcessById(id);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static bool Kill(Process process)
    {
        try
        {
            process.Kill();
            return true;
        }
        catch (Exception gone) when (gone is InvalidOperationException or Win32Exception)
        {
            return false;
        }
    }
}

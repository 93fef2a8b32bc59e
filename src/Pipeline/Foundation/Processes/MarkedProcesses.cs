using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Pipeline.Foundation.Processes;

/// <summary>
/// Programs that bear a mark, <c>NAME=VALUE</c>, in their environment, which their children inherit. Linux only.
/// </summary>
internal static class MarkedProcesses
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <summary>Ends those on this machine.</summary>
    /// <param name="mark">The mark.</param>
    /// <returns>Their command lines.</returns>
    public static ImmutableArray<string> End(string mark) =>
        OperatingSystem.IsLinux() ? Repeat(() => Kill(Everywhere().Where(id => Bears(id, mark)))) : [];

    /// <summary>
    /// Ends those that have outlived the programs which this process has started, or those on this machine where the
    /// system does not tell.
    /// </summary>
    /// <inheritdoc cref="End(string)"/>
    public static ImmutableArray<string> EndAdopted(string mark) =>
        AdoptedProcesses.Begin() ? Repeat(() => AdoptedProcesses.Kill(id => Bears(id, mark))) : End(mark);

    /// <summary>
    /// Ends those that have outlived the programs which this process has started in a sandbox, and bear no mark of a
    /// name: what a program starts keeps the sandbox, and may drop the mark.
    /// </summary>
    /// <param name="variable">The name.</param>
    /// <returns>Their command lines.</returns>
    public static ImmutableArray<string> EndUnmarked(string variable) =>
        AdoptedProcesses.Begin() && !IsSandboxed(Environment.ProcessId)
            ? Repeat(() =>
                AdoptedProcesses.Kill(id =>
                    IsSandboxed(id)
                    && !ProcessFile
                        .Variables(id)
                        .Any(entry => entry.StartsWith($"{variable}=", StringComparison.Ordinal))
                )
            )
            : [];

    // One of them may start another before it ends, and a killed one may take a moment to go.
    private static ImmutableArray<string> Repeat(Func<IReadOnlyDictionary<int, string>> kill)
    {
        var ended = new SortedDictionary<int, string>();
        for (
            var deadline = DateTime.UtcNow + Patience;
            kill() is { Count: > 0 } killed && DateTime.UtcNow < deadline;
            Thread.Sleep(Pause)
        )
            foreach (var (id, line) in killed)
                ended.TryAdd(id, line);
        return [.. ended.Values];
    }

    private static Dictionary<int, string> Kill(IEnumerable<int> found)
    {
        var killed = new Dictionary<int, string>();
        foreach (var id in found)
            if (ProcessFile.CommandLine(id) is var line && IsKilled(id))
                killed[id] = line;
        return killed;
    }

    private static IEnumerable<int> Everywhere() =>
        Directory
            .EnumerateDirectories("/proc")
            .Select(folder =>
                int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                    ? id
                    : 0
            )
            .Where(id => id > 0 && id != Environment.ProcessId);

    private static bool Bears(int id, string mark) => ProcessFile.Variables(id).Contains(mark);

    private static bool IsSandboxed(int id) =>
        ProcessFile.Read($"/proc/{id}/status").Contains("NoNewPrivs:\t1", StringComparison.Ordinal);

    private static bool IsKilled(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            process.Kill();
            return true;
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return false;
        }
    }
}

using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Pipeline.Foundation.Processes;

/// <summary>
/// Programs that bear a mark, <c>NAME=VALUE</c>, in their environment, which their children inherit. Linux only.
/// </summary>
internal static class MarkedProcesses
{
    private const int MostShown = 100;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <summary>Ends those on this machine.</summary>
    /// <param name="mark">The mark.</param>
    /// <returns>Their command lines.</returns>
    public static ImmutableArray<string> End(string mark) => End(Everywhere, environment => environment.Contains(mark));

    /// <summary>Ends those among the children of this process, or on this machine where it does not know them.</summary>
    /// <inheritdoc cref="End(string)"/>
    public static ImmutableArray<string> EndAdopted(string mark) =>
        End(AdoptedProcesses.Begin() ? AdoptedProcesses.All : Everywhere, environment => environment.Contains(mark));

    /// <summary>
    /// Ends those children of this process that are in a sandbox and bear no mark of a name: what a program starts
    /// keeps the sandbox, and may drop the mark.
    /// </summary>
    /// <param name="variable">The name.</param>
    /// <returns>Their command lines.</returns>
    public static ImmutableArray<string> EndUnmarked(string variable)
    {
        if (!AdoptedProcesses.Begin() || IsSandboxed("self"))
            return [];

        // A program that is just being started still has the environment of this process.
        var own = Variables("self");
        return End(
            () => AdoptedProcesses.All().Where(id => IsSandboxed($"{id}")),
            environment =>
                !environment.Any(entry => entry.StartsWith($"{variable}=", StringComparison.Ordinal))
                && !environment.SequenceEqual(own)
        );
    }

    private static ImmutableArray<string> End(Func<IEnumerable<int>> candidates, Func<string[], bool> bears)
    {
        if (!OperatingSystem.IsLinux())
            return [];

        var ended = new SortedDictionary<int, string>();
        // One of them may start another before it ends.
        for (var deadline = DateTime.UtcNow + Patience; DateTime.UtcNow < deadline; Thread.Sleep(Pause))
        {
            var found = candidates().Where(id => id != Environment.ProcessId && bears(Variables($"{id}"))).ToArray();
            if (found.Length == 0)
                break;
            foreach (var id in found)
                if (Shown(id) is var shown && Kill(id))
                    ended[id] = shown;
        }

        return [.. ended.Values];
    }

    private static IEnumerable<int> Everywhere() =>
        Directory
            .EnumerateDirectories("/proc")
            .Select(folder =>
                int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                    ? id
                    : 0
            )
            .Where(id => id > 0);

    // An ended process has no environment.
    private static string[] Variables(string process) =>
        ProcessFile.Read($"/proc/{process}/environ").Split('\0', StringSplitOptions.RemoveEmptyEntries);

    private static bool IsSandboxed(string process) =>
        ProcessFile.Read($"/proc/{process}/status").Contains("NoNewPrivs:\t1", StringComparison.Ordinal);

    private static string Shown(int id)
    {
        var line = ProcessFile.Read($"/proc/{id}/cmdline").TrimEnd('\0').Replace('\0', ' ');
        return line.Length > MostShown ? $"{line[..MostShown]}…" : line;
    }

    private static bool Kill(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            process.Kill();
            AdoptedProcesses.Release(id);
            return true;
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return false;
        }
    }
}

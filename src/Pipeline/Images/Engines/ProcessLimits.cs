using System.Globalization;
using Docker.DotNet.Models;

namespace Pipeline.Images.Engines;

/// <summary>
/// The resource limits for containers of a Podman service that the run started: those of this process. Podman's
/// defaults are higher, which the kernel refuses where processes may not raise limits.
/// </summary>
internal static class ProcessLimits
{
    public static IEnumerable<Ulimit> Current()
    {
        if (!OperatingSystem.IsLinux())
            return [];

        var limits = File.ReadAllLines("/proc/self/limits");
        // Podman lowers its own process limit to pid_max, and cannot raise it again.
        var processes = Math.Min(
            Hard(limits, "Max processes"),
            long.Parse(File.ReadAllText("/proc/sys/kernel/pid_max"), CultureInfo.InvariantCulture)
        );
        return [Limit("nofile", Hard(limits, "Max open files")), Limit("nproc", processes)];
    }

    private static Ulimit Limit(string name, long value) =>
        new()
        {
            Name = name,
            Soft = value,
            Hard = value,
        };

    // Name, soft limit, hard limit and unit, in columns.
    private static long Hard(string[] limits, string name)
    {
        var line = limits.First(line => line.StartsWith(name, StringComparison.Ordinal));
        var hard = line[name.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
        return hard == "unlimited" ? int.MaxValue : long.Parse(hard, CultureInfo.InvariantCulture);
    }
}

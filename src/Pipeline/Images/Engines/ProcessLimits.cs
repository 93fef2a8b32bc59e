using System.Globalization;
using Docker.DotNet.Models;

namespace Pipeline.Images.Engines;

/// <summary>
/// The limits that containers of a Podman of ours are given: those that it has itself. Podman asks for more by default, which the
/// kernel refuses where the machine has taken the right to raise limits away.
/// </summary>
internal static class ProcessLimits
{
    public static IEnumerable<Ulimit> Current()
    {
        if (!OperatingSystem.IsLinux())
            return [];

        var limits = File.ReadAllLines("/proc/self/limits");
        // Podman lowers its own limit of processes to the greatest process id, and cannot raise it again.
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

using System.Globalization;

namespace Pipeline.Foundation.Processes;

/// <summary>The ports that Linux gives to a program which asks for any, such as servers that tests start.</summary>
internal static class EphemeralPorts
{
    private const string Range = "/proc/sys/net/ipv4/ip_local_port_range";

    private static readonly Lazy<ImmutableArray<int>> Known = new(() => Parse(ProcessFile.Read(Range)));

    /// <summary>Those of this machine.</summary>
    public static ImmutableArray<int> All => Known.Value;

    // "32768\t60999"
    private static ImmutableArray<int> Parse(string range) =>
        range.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is [var first, var last]
        && int.Parse(first, CultureInfo.InvariantCulture) is var from
            ? [.. Enumerable.Range(from, int.Parse(last, CultureInfo.InvariantCulture) - from + 1)]
            : [];
}

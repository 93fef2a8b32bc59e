using System.Globalization;
using Pipeline.Foundation.Yaml;

namespace Pipeline.Catalog.Reading;

internal sealed partial class CatalogAssembly
{
    // An hour, in seconds.
    private const double LongestLoad = 3600;

    private LoadTest? Load()
    {
        if (yaml["load"] is not YamlMap map || document.Load is not { } entry)
            return null;

        if (entry.Users < 1)
            report(map["users"]!.Start, $"\"users\" is a number of users, at least 1, not {entry.Users}");
        CheckLeast(map, "spawnRate", number => number > 0, "above 0");
        CheckLeast(map, "tolerance", number => number >= 0, "of 0 or more");
        CheckLeast(map, "duration", number => number is > 0 and <= LongestLoad, $"above 0 and up to {LongestLoad}");
        CheckLeast(map, "warmUp", number => number is >= 0 and <= LongestLoad, $"from 0 to {LongestLoad}");
        var defaults = new LoadTest(entry.Tool, Existing(map["script"]!, entry.Script, File.Exists) ?? root);
        return defaults with
        {
            Users = entry.Users ?? defaults.Users,
            SpawnRate = entry.SpawnRate ?? defaults.SpawnRate,
            Duration = Seconds(entry.Duration) ?? defaults.Duration,
            WarmUp = Seconds(entry.WarmUp) ?? defaults.WarmUp,
            // Errors are often fast: times alone would take them for good.
            Thresholds = Thresholds((YamlMap)map["thresholds"]!, entry.Thresholds) with
            {
                ErrorPercent = entry.Thresholds.ErrorPercent ?? 0,
            },
            Routes = ((map["routes"] as YamlMap)?.Entries ?? []).ToImmutableSortedDictionary(
                route => route.Key.Value,
                route => Thresholds((YamlMap)route.Value, entry.Routes![route.Key.Value])
            ),
            Tolerance = entry.Tolerance,
        };
    }

    // Without a threshold, a load test cannot fail.
    private LoadThresholds Thresholds(YamlMap map, LoadThresholdsEntry entry)
    {
        var thresholds = new LoadThresholds
        {
            P50 = entry.P50,
            P95 = entry.P95,
            P99 = entry.P99,
            ErrorPercent = entry.ErrorPercent,
            Rps = entry.Rps,
        };
        if (thresholds.IsEmpty)
            report(map.Start, "nothing is asked here: state \"p50\", \"p95\", \"p99\", \"errorPercent\" or \"rps\"");
        foreach (var (key, _) in map.Entries)
            CheckLeast(map, key.Value, number => number >= 0, "of 0 or more");
        return thresholds;
    }

    // What is too long was reported.
    private static TimeSpan? Seconds(double? number) =>
        number is { } seconds ? TimeSpan.FromSeconds(Math.Min(seconds, LongestLoad)) : null;

    private void CheckLeast(YamlMap map, string key, Func<double, bool> isFine, string range)
    {
        if (
            map[key] is YamlScalar scalar
            && double.TryParse(scalar.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && !isFine(number)
        )
            report(scalar.Start, $"\"{key}\" is a number {range}, not {scalar.Value}");
    }
}

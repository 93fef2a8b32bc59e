using Pipeline.Foundation.Yaml;

namespace Pipeline.Catalog.Reading;

internal sealed partial class CatalogAssembly
{
    // A day, in minutes.
    private const double LongestTimeout = 1440;

    private void CheckTimeout(YamlMap? map, double? minutes)
    {
        if (minutes is <= 0 or > LongestTimeout)
            report(
                map!["timeout"]!.Start,
                $"\"timeout\" is a number of minutes above 0 and up to {LongestTimeout}, not {minutes}"
            );
    }

    // What is too long was reported.
    private static TimeSpan? Minutes(double? number) =>
        number is { } minutes ? TimeSpan.FromMinutes(Math.Min(minutes, LongestTimeout)) : null;
}

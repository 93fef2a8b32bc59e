using System.Globalization;
using Pipeline.Foundation;
using Pipeline.Foundation.Yaml;

namespace Pipeline.Catalog.Reading;

internal sealed partial class CatalogAssembly
{
    private Policy Policy()
    {
        var (map, entry) = (yaml["policy"] as YamlMap, document.Policy ?? new());
        return new()
        {
            Severity = entry.Severity ?? Severity.High,
            Coverage = Percentage(map, entry.Coverage) ?? 0,
            IgnoreUnfixed = entry.IgnoreUnfixed ?? false,
            DatabaseDays = Days(map, entry.DatabaseDays),
            Allowed = Allowed(map, entry.Allow),
            PinDays = entry.PinDays ?? new Policy().PinDays,
        };
    }

    private DeploymentEnvironment WithPolicy(DeploymentEnvironment environment, Policy platform)
    {
        if (document.Environments?.GetValueOrDefault(environment.Name)?.Policy is not { } entry)
            return environment;

        var written = (YamlMap)((YamlMap)yaml["environments"]!)[environment.Name]!;
        var map = written["policy"] as YamlMap;
        return environment with
        {
            Policy = platform with
            {
                Severity = entry.Severity ?? platform.Severity,
                IgnoreUnfixed = entry.IgnoreUnfixed ?? platform.IgnoreUnfixed,
                DatabaseDays = Days(map, entry.DatabaseDays) ?? platform.DatabaseDays,
                Allowed = [.. platform.Allowed, .. Allowed(map, entry.Allow)],
            },
        };
    }

    private double? Days(YamlMap? map, double? value)
    {
        if (value is <= 0)
            report(map!["databaseDays"]!.Start, $"\"databaseDays\" must be a number of days above 0, not {value}");
        return value;
    }

    private ImmutableArray<AllowedFinding> Allowed(YamlMap? map, AllowEntry[]? entries) =>
        entries is null
            ? []
            :
            [
                .. entries.Zip(
                    ((YamlList)map!["allow"]!).Items.Cast<YamlMap>(),
                    (entry, place) =>
                        new AllowedFinding(
                            entry.Id,
                            Said(place, "owner", entry.Owner),
                            Said(place, "reason", entry.Reason),
                            Day(place, entry.Until)
                        )
                        {
                            Package = entry.Package,
                            Services = [.. (entry.Services ?? []).Select((name, i) => Known(place, name, i))],
                        }
                ),
            ];

    private Untested? Untested(YamlMap? place, UntestedEntry? entry)
    {
        const string what = "a service without tests";
        return entry is null
            ? null
            : new(
                Said(place!, "owner", entry.Owner, what),
                Said(place!, "reason", entry.Reason, what),
                Day(place!, entry.Until)
            );
    }

    private string Said(YamlMap place, string key, string value, string what = "an accepted finding")
    {
        if (string.IsNullOrWhiteSpace(value))
            report(place[key]!.Start, $"\"{key}\" is empty: {what} needs an owner and a reason");
        return value;
    }

    private DateOnly Day(YamlMap place, string value)
    {
        if (
            !DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        )
            report(place["until"]!.Start, $"\"{value}\" is not a date: write YYYY-MM-DD");
        return day;
    }

    private string Known(YamlMap place, string name, int index)
    {
        // A base image's findings also show in scans of the base image itself.
        if (IsOwnBase(name))
            return name;
        if (!IsService(name))
            report(
                ((YamlList)place["services"]!).Items[index].Start,
                $"there is no service \"{name}\": {Spelling.Suggest(name, names)}"
            );
        return ServiceSelection.ShortName(name);
    }
}

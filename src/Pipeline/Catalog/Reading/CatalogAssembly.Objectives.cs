using System.Text.RegularExpressions;
using Pipeline.Foundation;
using Pipeline.Foundation.Yaml;

namespace Pipeline.Catalog.Reading;

internal sealed partial class CatalogAssembly
{
    private static readonly string[] Placeholders = ["{service}", "{environment}", "{window}"];

    private static readonly TimeSpan DefaultWindow = TimeSpan.FromDays(30);

    // The platform's, each with what the service says of it, and then the service's own.
    private ImmutableArray<Objective> Objectives(YamlMap? map, ServiceEntry entry)
    {
        CheckObjectives(map, entry.Slo);
        var shared = document.Slo ?? [];
        var own = entry.Slo ?? [];
        return
        [
            .. shared
                .Keys.Union(own.Keys)
                .Select(name => ObjectiveOf(name, shared.GetValueOrDefault(name), own.GetValueOrDefault(name)))
                .OfType<Objective>(),
        ];
    }

    private void CheckObjectives(YamlMap? map, Dictionary<string, ObjectiveEntry?>? entries, bool isShared = false)
    {
        foreach (var (key, value) in (map?["slo"] as YamlMap)?.Entries ?? [])
        {
            Name(key.Start, "an objective's name", key.Value);
            var entry = entries![key.Value];
            var inherited = isShared ? null : document.Slo?.GetValueOrDefault(key.Value);
            if ((entry?.Objective ?? inherited?.Objective) is null)
                report(key.Start, $"the objective \"{key.Value}\" lacks \"objective\", a percentage such as 99.9");
            if (value is YamlMap place && entry is not null)
                CheckObjective(place, entry);
        }
    }

    private void CheckObjective(YamlMap map, ObjectiveEntry entry)
    {
        if (entry.Objective is <= 0 or >= 100)
            report(
                map["objective"]!.Start,
                "\"objective\" is a percentage above 0 and below 100, such as 99.9: without any budget for errors, nothing could be changed"
            );
        if (entry.Window is { } window && WindowLength.Read(window) is null)
            report(
                map["window"]!.Start,
                $"\"{window}\" is not a window: write hours, days or weeks, such as 24h, 7d or 4w"
            );
        if (entry.LeastEvents is < 1)
            report(map["leastEvents"]!.Start, $"\"leastEvents\" is a number of 1 or more, not {entry.LeastEvents}");
        foreach (var (key, query) in new[] { ("bad", entry.Bad), ("total", entry.Total) })
            if (query is not null)
                CheckQuery(map[key]!, key, query);
    }

    private void CheckQuery(YamlNode node, string key, string query)
    {
        foreach (var unknown in Placeholder().Matches(query).Select(match => match.Value).Except(Placeholders))
            report(node.Start, $"\"{key}\" has the placeholder {unknown}: {Spelling.Suggest(unknown, Placeholders)}");
        if (!query.Contains("{window}", StringComparison.Ordinal))
            report(
                node.Start,
                $"\"{key}\" lacks {{window}}: the same query is asked for several windows, as in increase(requests_total[{{window}}])"
            );
        if (key == "total" && FilledUp().IsMatch(query))
            report(
                node.Start,
                "\"total\" would be 0 where nothing is measured: leave out \"or vector(…)\", which is for \"bad\" alone"
            );
    }

    // What is wrong with an entry has been said where it stands.
    private static Objective? ObjectiveOf(string name, ObjectiveEntry? shared, ObjectiveEntry? own)
    {
        if ((own?.Objective ?? shared?.Objective) is not (> 0 and < 100 and var percent))
            return null;
        if (WindowOf(own?.Window ?? shared?.Window) is not { } window)
            return null;

        var objective = new Objective(name, (decimal)percent, window)
        {
            BadQuery = own?.Bad ?? shared?.Bad,
            TotalQuery = own?.Total ?? shared?.Total,
            NoData = own?.NoData ?? shared?.NoData ?? NoData.Closed,
        };
        return objective with { LeastEvents = own?.LeastEvents ?? shared?.LeastEvents ?? objective.LeastEvents };
    }

    private static TimeSpan? WindowOf(string? text) => text is null ? DefaultWindow : WindowLength.Read(text);

    // In PromQL, braces hold conditions.
    [GeneratedRegex(@"\{[A-Za-z_]+\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"\bor\s+(on\s*\(\s*\)\s*)?vector\s*\(", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex FilledUp();
}

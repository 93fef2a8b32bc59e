using System.Text.RegularExpressions;
using Pipeline.Foundation;
using Pipeline.Foundation.Yaml;
using YamlDotNet.Core;

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

    private MonitoringSettings? Monitoring(YamlMap? map, MonitoringEntry? entry)
    {
        var (prometheus, datadog) = (map?["prometheus"] as YamlMap, map?["datadog"] as YamlMap);
        if (prometheus is not null && datadog is not null)
            report(datadog.Start, "\"datadog\" stands beside \"prometheus\": measure objectives in one of them");
        // It would measure nothing, in silence.
        if (map is not null && prometheus is null && datadog is null)
            report(map.Start, "\"monitoring\" says nothing: name \"prometheus\" or \"datadog\", with its keys");
        return prometheus is not null ? Prometheus(prometheus, entry!.Prometheus!)
            : datadog is not null ? Datadog(datadog, entry!.Datadog!)
            : null;
    }

    private PrometheusSettings? Prometheus(YamlMap map, PrometheusEntry entry)
    {
        CheckNamedVariable(map, "tokenVariable", entry.TokenVariable);
        if (entry.Tenant is { } tenant && !TenantName().IsMatch(tenant))
            report(map["tenant"]!.Start, "\"tenant\" is a tenant's name, of letters, digits and ._|-!*'()");
        // Plain HTTP would send a token in the clear.
        if (
            Uri.TryCreate(entry.Url, UriKind.Absolute, out var address)
            && (
                address.Scheme == Uri.UriSchemeHttps
                || (address.Scheme == Uri.UriSchemeHttp && (entry.TokenVariable is null || address.IsLoopback))
            )
            && address is { UserInfo: "", Query: "", Fragment: "" }
        )
            return new(address) { Tenant = entry.Tenant, TokenVariable = entry.TokenVariable };

        report(
            map["url"]!.Start,
            "\"url\" is the address of Prometheus, https://HOST or https://HOST/PATH, without a user, a query or a token; http:// where no token is sent"
        );
        return null;
    }

    private DatadogSettings Datadog(YamlMap map, DatadogEntry entry)
    {
        CheckNamedVariable(map, "apiKeyVariable", entry.ApiKeyVariable);
        CheckNamedVariable(map, "applicationKeyVariable", entry.ApplicationKeyVariable);
        if (entry.Site is { } site && !SiteName().IsMatch(site))
            report(map["site"]!.Start, $"\"{site}\" is not a site of Datadog: write its name, such as datadoghq.eu");
        CheckIds(map["ids"] as YamlMap);
        var settings = new DatadogSettings(entry.Site ?? DatadogSettings.DefaultSite);
        return settings with
        {
            ApiKeyVariable = entry.ApiKeyVariable ?? settings.ApiKeyVariable,
            ApplicationKeyVariable = entry.ApplicationKeyVariable ?? settings.ApplicationKeyVariable,
            Ids = settings.Ids.SetItems(
                entry.Ids.Select(service =>
                    KeyValuePair.Create(ServiceSelection.ShortName(service.Key), service.Value.ToImmutableDictionary())
                )
            ),
        };
    }

    private void CheckIds(YamlMap? ids)
    {
        var met = new HashSet<string>();
        foreach (var (service, objectives) in ids?.Entries ?? [])
        {
            if (!met.Add(ServiceSelection.ShortName(service.Value)))
                report(service.Start, $"\"{service.Value}\" names the same service as an entry above: keep one");
            if (!IsService(service.Value))
                report(
                    service.Start,
                    $"there is no service \"{service.Value}\": {Spelling.Suggest(service.Value, names)}"
                );
            foreach (var (_, id) in (objectives as YamlMap)?.Entries ?? [])
                if (id is YamlScalar scalar && !SloId().IsMatch(scalar.Value))
                    report(scalar.Start, $"\"{scalar.Value}\" is not an id of an objective in Datadog");
        }
    }

    // What an environment's monitoring needs of each objective. One without the other would check nothing, in silence.
    private void CheckMeasured(ImmutableArray<Service> services, ImmutableArray<DeploymentEnvironment> environments)
    {
        var stated = Keys("slo", EntriesOf("services").Prepend(yaml)).FirstOrDefault();
        var measured = Keys("monitoring", EntriesOf("environments")).FirstOrDefault();
        if (stated is not null && measured is null)
            report(
                stated.Start,
                "no environment measures these objectives: name the \"monitoring\" of one, or leave out \"slo\""
            );
        if (measured is not null && stated is null)
            report(
                measured.Start,
                "there is no objective to measure here: state some by \"slo\", or leave out \"monitoring\""
            );
        foreach (var environment in environments.Where(environment => environment.Monitoring is not null))
        foreach (var service in services)
        foreach (var objective in service.Objectives)
            if (Unmeasured(environment.Monitoring!, service, objective) is { } missing)
                report(MonitoringOf(environment.Name), $"{service.Name} in {environment.Name}: {missing}");
    }

    private IEnumerable<YamlMap> EntriesOf(string group) =>
        (yaml[group] as YamlMap)?.Entries.Select(entry => entry.Value).OfType<YamlMap>() ?? [];

    private static IEnumerable<YamlScalar> Keys(string key, IEnumerable<YamlMap> places) =>
        places.Where(place => place[key] is YamlMap { Entries.Count: > 0 }).Select(place => place.Key(key)!);

    private static string? Unmeasured(MonitoringSettings monitoring, Service service, Objective objective) =>
        monitoring switch
        {
            PrometheusSettings when objective.BadQuery is null || objective.TotalQuery is null =>
                $"the objective \"{objective.Name}\" lacks \"{(objective.BadQuery is null ? "bad" : "total")}\", the query that Prometheus is asked",
            DatadogSettings datadog
                when datadog.Ids.GetValueOrDefault(service.Name)?.ContainsKey(objective.Name) != true =>
                $"\"ids\" lacks the id of the objective \"{objective.Name}\" in Datadog",
            _ => null,
        };

    private Mark MonitoringOf(string environment) =>
        ((YamlMap)((YamlMap)yaml["environments"]!)[environment]!).Key("monitoring")!.Start;

    // What looks like a token or a key is not repeated.
    private void CheckNamedVariable(YamlMap map, string key, string? variable)
    {
        if (
            variable is not null
            && (!VariableName().IsMatch(variable) || Token().IsMatch(variable) || DatadogKey().IsMatch(variable))
        )
            report(
                map[key]!.Start,
                $"\"{key}\" is the name of an environment variable; a token or a key itself never stands in a catalog"
            );
    }

    // In PromQL, braces hold conditions.
    [GeneratedRegex(@"\{[A-Za-z_]+\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"\bor\s+(on\s*\(\s*\)\s*)?vector\s*\(", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex FilledUp();

    // https://grafana.com/docs/mimir/latest/configure/about-tenant-ids/
    [GeneratedRegex(@"^[A-Za-z0-9!._*'()|-]{1,150}\z")]
    private static partial Regex TenantName();

    [GeneratedRegex(@"^[a-z0-9-]+(\.[a-z0-9-]+)+\z", RegexOptions.ExplicitCapture)]
    private static partial Regex SiteName();

    [GeneratedRegex(@"^[A-Za-z0-9-]{8,64}\z")]
    private static partial Regex SloId();

    // https://docs.datadoghq.com/account_management/api-app-keys/
    [GeneratedRegex(@"^([0-9a-f]{32}|[0-9a-f]{40})\z", RegexOptions.ExplicitCapture)]
    private static partial Regex DatadogKey();
}

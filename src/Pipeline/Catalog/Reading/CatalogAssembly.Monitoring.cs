using System.Text.RegularExpressions;
using Pipeline.Foundation;
using Pipeline.Foundation.Yaml;
using YamlDotNet.Core;

namespace Pipeline.Catalog.Reading;

internal sealed partial class CatalogAssembly
{
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
        CheckVariable(map, "tokenVariable", entry.TokenVariable, "PROMETHEUS_TOKEN", "a token");
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
        CheckVariable(map, "apiKeyVariable", entry.ApiKeyVariable, "DD_API_KEY", "a key");
        CheckVariable(map, "applicationKeyVariable", entry.ApplicationKeyVariable, "DD_APP_KEY", "a key");
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

    // https://grafana.com/docs/mimir/latest/configure/about-tenant-ids/
    [GeneratedRegex(@"^[A-Za-z0-9!._*'()|-]{1,150}\z")]
    private static partial Regex TenantName();

    [GeneratedRegex(@"^[a-z0-9-]+(\.[a-z0-9-]+)+\z", RegexOptions.ExplicitCapture)]
    private static partial Regex SiteName();

    [GeneratedRegex(@"^[A-Za-z0-9-]{8,64}\z")]
    private static partial Regex SloId();
}

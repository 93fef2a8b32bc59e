using System.ComponentModel;

namespace Pipeline.Catalog.Reading;

[Description("A service level objective: the share of events, such as requests, that must be good within a window.")]
internal sealed record ObjectiveEntry
{
    [Description("The share of good events, in percent, such as 99.9. Default: that of the platform's objective.")]
    public double? Objective { get; init; }

    [Description("The window that it holds for, such as 30d, 7d or 24h. Default: that of the platform's, else 30d.")]
    public string? Window { get; init; }

    [Description(
        "Prometheus: the query for the number of bad events, with {window}, {service} and {environment}. Default: that of the platform's."
    )]
    public string? Bad { get; init; }

    [Description("Prometheus: the query for the number of all events, likewise. Default: that of the platform's.")]
    public string? Total { get; init; }

    [Description(
        "The fewest events in the window that it can be judged by. Default: that of the platform's, else as many as one bad event does not spend the budget of, 1000 for 99.9."
    )]
    public double? LeastEvents { get; init; }

    [Description(
        "What a change may do where too little is known: closed, it is refused; open, it passes unchecked. Default: that of the platform's, else closed."
    )]
    public NoData? NoData { get; init; }
}

[Description("Where objectives are measured: by prometheus or by datadog.")]
internal sealed record MonitoringEntry
{
    [Description("A server with the HTTP API of Prometheus, such as Thanos or Mimir. Default: none.")]
    public PrometheusEntry? Prometheus { get; init; }

    [Description("Datadog, which has the objectives itself. Default: none.")]
    public DatadogEntry? Datadog { get; init; }
}

[Description("A server with the HTTP API of Prometheus.")]
internal sealed record PrometheusEntry
{
    [Description("Its address, https://HOST or https://HOST/PATH; http:// without a token, or on this machine.")]
    public required string Url { get; init; }

    [Description("The tenant, sent as X-Scope-OrgID. Default: none.")]
    public string? Tenant { get; init; }

    [Description("The environment variable that holds its bearer token. Default: none.")]
    public string? TokenVariable { get; init; }
}

[Description("Datadog, which has the objectives itself.")]
internal sealed record DatadogEntry
{
    [Description("The site, such as datadoghq.eu. Default: datadoghq.com.")]
    public string? Site { get; init; }

    [Description("The environment variable that holds the API key. Default: DD_API_KEY.")]
    public string? ApiKeyVariable { get; init; }

    [Description(
        "The environment variable that holds the application key, with the right slos_read. Default: DD_APP_KEY."
    )]
    public string? ApplicationKeyVariable { get; init; }

    [Description("The ids of the objectives in Datadog, by service and objective.")]
    public required Dictionary<string, Dictionary<string, string>> Ids { get; init; }
}

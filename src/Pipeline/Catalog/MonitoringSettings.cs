namespace Pipeline.Catalog;

/// <summary>Where the objectives of an environment's services are measured.</summary>
internal abstract record MonitoringSettings
{
    private protected MonitoringSettings() { }

    /// <summary>The environment variables that hold tokens and keys.</summary>
    public abstract ImmutableArray<string> SecretVariables { get; }

    /// <summary>A token or a key, which must not be written anywhere; null where there is none.</summary>
    public static string? Secret(string variable) =>
        Environment.GetEnvironmentVariable(variable)?.Trim() is { Length: > 0 } value ? value : null;
}

/// <summary>A server with the HTTP API of Prometheus, such as Thanos or Mimir.</summary>
/// <param name="Address">The address in front of <c>/api/v1</c>.</param>
internal sealed record PrometheusSettings(Uri Address) : MonitoringSettings
{
    /// <summary>The tenant, for the header <c>X-Scope-OrgID</c>; null for none.</summary>
    public string? Tenant { get; init; }

    /// <summary>The environment variable that holds a bearer token; null for none.</summary>
    public string? TokenVariable { get; init; }

    /// <inheritdoc />
    public override ImmutableArray<string> SecretVariables => TokenVariable is { } variable ? [variable] : [];
}

/// <summary>Service level objectives that Datadog measures.</summary>
/// <param name="Site">The site, such as <c>datadoghq.eu</c>.</param>
internal sealed record DatadogSettings(string Site) : MonitoringSettings
{
    /// <summary>The default site.</summary>
    public const string DefaultSite = "datadoghq.com";

    /// <summary>The environment variable that holds the API key.</summary>
    public string ApiKeyVariable { get; init; } = "DD_API_KEY";

    /// <summary>The environment variable that holds the application key.</summary>
    public string ApplicationKeyVariable { get; init; } = "DD_APP_KEY";

    /// <summary>The ids of the objectives, by service and objective.</summary>
    public ImmutableDictionary<string, ImmutableDictionary<string, string>> Ids { get; init; } =
        ImmutableDictionary<string, ImmutableDictionary<string, string>>.Empty;

    /// <inheritdoc />
    public override ImmutableArray<string> SecretVariables => [ApiKeyVariable, ApplicationKeyVariable];
}

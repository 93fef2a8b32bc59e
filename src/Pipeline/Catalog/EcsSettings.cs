namespace Pipeline.Catalog;

/// <summary>The cluster of Amazon ECS that an environment is deployed to.</summary>
public sealed record EcsSettings
{
    /// <summary>The default pattern for the names of services in the cluster.</summary>
    public const string DefaultService = "{service}";

    /// <summary>The region, such as <c>sa-east-1</c>.</summary>
    public required string Region { get; init; }

    /// <summary>The cluster, by its name or its ARN.</summary>
    public required string Cluster { get; init; }

    /// <summary>The name of a service in the cluster, with <c>{service}</c> and <c>{environment}</c> in it.</summary>
    public string Service { get; init; } = DefaultService;

    /// <summary>How long a deployment may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>What differs from the defaults, by the names of services.</summary>
    public ImmutableSortedDictionary<string, EcsTask> Tasks { get; init; } =
        ImmutableSortedDictionary<string, EcsTask>.Empty;

    /// <summary>How the tasks of a service are deployed.</summary>
    /// <param name="service">The service's name.</param>
    public EcsTask TaskOf(string service) => Tasks.GetValueOrDefault(service) ?? new();

    /// <summary>The name of a service in the cluster.</summary>
    /// <param name="service">The service's name.</param>
    /// <param name="environment">The environment's name.</param>
    public string ServiceOf(string service, string environment) =>
        TaskOf(service).Service
        ?? Service
            .Replace("{service}", service, StringComparison.Ordinal)
            .Replace("{environment}", environment, StringComparison.Ordinal);
}

using Nuke.Common.IO;

namespace Pipeline.Catalog;

/// <summary>How the tasks of a service are deployed to Amazon ECS in an environment.</summary>
public sealed record EcsTask
{
    /// <summary>The service's name in the cluster; null: that of the environment's pattern.</summary>
    public string? Service { get; init; }

    /// <summary>
    /// The container that runs the image; null: the service's <see cref="Service.Container"/>, else the one named after
    /// the service, else the only one.
    /// </summary>
    public string? Container { get; init; }

    /// <summary>The file of the task definition, JSON or YAML; null: what the service runs is taken over.</summary>
    public AbsolutePath? Definition { get; init; }

    /// <summary>The variables of the container; others stay as they are.</summary>
    public ImmutableSortedDictionary<string, string> Environment { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>
    /// The variables that ECS reads from Secrets Manager or Parameter Store, each with its <c>valueFrom</c>; others
    /// stay.
    /// </summary>
    public ImmutableSortedDictionary<string, string> Secrets { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The command of a one-off task before each update, such as a migration; empty for none.</summary>
    public ImmutableArray<string> Migrate { get; init; } = [];

    /// <summary>The address that is asked through the load balancer after each update; null for none.</summary>
    public Uri? Health { get; init; }

    /// <summary>What <see cref="Health"/> must answer.</summary>
    public HealthyAnswer Answer { get; init; } = new();
}

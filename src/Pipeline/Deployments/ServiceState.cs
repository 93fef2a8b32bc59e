using Pipeline.Catalog;
using Pipeline.Deployments.Decisions;
using Pipeline.Deployments.Health;
using Pipeline.Deployments.History;

namespace Pipeline.Deployments;

/// <summary>The state of a service in an environment: its image, who deployed it, and when.</summary>
public sealed record ServiceState
{
    /// <summary>The service's name.</summary>
    public required string Service { get; init; }

    /// <summary>The environment's name.</summary>
    public required string Environment { get; init; }

    /// <summary>The stated image; null where none could be read.</summary>
    public ImageReference? Image { get; init; }

    /// <summary>Where it is stated, such as file and line.</summary>
    public string? Place { get; init; }

    /// <summary>The deployment of the image; null after a manual edit.</summary>
    public DeploymentRecord? Deployment { get; init; }

    /// <summary>
    /// The last deployment; of another image than <see cref="Image"/> after a manual edit. Null where there was none.
    /// </summary>
    public DeploymentRecord? Last { get; init; }

    /// <summary>The service's pin; null for none.</summary>
    public Pin? Pin { get; init; }

    /// <summary>Its health; null where it was not read.</summary>
    public ServiceHealth? Health { get; init; }

    /// <summary>Why nothing could be read, as a sentence; null where it could.</summary>
    public string? Problem { get; init; }

    /// <summary>True for an environment of this machine without any delivery yet.</summary>
    internal bool IsMissing { get; init; }

    /// <summary>True where a workload states the image itself, so that it needs a digest.</summary>
    internal bool IsContainer { get; init; }

    /// <summary>The program that has set the image since, with its commit; null where it was edited by hand.</summary>
    internal string? Updater { get; init; }

    /// <summary>What else writes the images, so that they are not what the manifests say, as sentences.</summary>
    internal ImmutableArray<string> Hidden { get; init; } = [];

    /// <summary>What the catalog leaves the image to; null for Pipeline.</summary>
    internal string? LeftTo { get; init; }

    /// <summary>False for a placeholder in place of the service's own image.</summary>
    internal bool IsOwn { get; init; }
}

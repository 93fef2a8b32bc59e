using Pipeline.Catalog;
using Pipeline.Deployments.Decisions;
using Pipeline.Deployments.Health;
using Pipeline.Deployments.History;

namespace Pipeline.Deployments;

/// <summary>What runs of a service in an environment, since when and because of whom.</summary>
public sealed record ServiceState
{
    /// <summary>The service's name.</summary>
    public required string Service { get; init; }

    /// <summary>The environment's name.</summary>
    public required string Environment { get; init; }

    /// <summary>The image that is stated; null where none could be read.</summary>
    public ImageReference? Image { get; init; }

    /// <summary>Where it is stated, such as file and line.</summary>
    public string? Place { get; init; }

    /// <summary>What brought the image; null where Pipeline did not.</summary>
    public Deployment? Deployment { get; init; }

    /// <summary>The last image that was brought; another than <see cref="Image"/> after an edit by hand. Null where there was none.</summary>
    public Deployment? Last { get; init; }

    /// <summary>What keeps the service at its image; null where nothing does.</summary>
    public Pin? Pin { get; init; }

    /// <summary>How it fares; null where nobody was asked.</summary>
    public ServiceHealth? Health { get; init; }

    /// <summary>Why nothing could be read, as a sentence; null where it could.</summary>
    public string? Problem { get; init; }

    /// <summary>True where nothing was ever delivered to the environment on this machine.</summary>
    internal bool IsMissing { get; init; }

    /// <summary>True where a workload names the image itself, so that it has to name it in full.</summary>
    internal bool IsContainer { get; init; }

    /// <summary>True for an image of the service, and false for one that holds its place.</summary>
    internal bool IsOwn { get; init; }
}

using Pipeline.Catalog;

namespace Pipeline.Deployments.History;

/// <summary>The part of a deployment's trailers about one service.</summary>
/// <param name="Service">The service's name.</param>
public sealed record DeployedService(string Service)
{
    /// <summary>The image that runs from this commit on; null where none was set, as when a pin is released.</summary>
    public ImageReference? Image { get; init; }

    /// <summary>The full name of the commit that the image was built from; null where it is unknown.</summary>
    public string? SourceCommit { get; init; }

    /// <summary>The time of the source commit, from which lead time is counted; null where it is unknown.</summary>
    public DateTimeOffset? SourceTime { get; init; }

    /// <summary>The commit of the GitOps repository that this reverts; null for none.</summary>
    public string? Reverts { get; init; }

    /// <summary>The gates that it was let past, as in <c>freeze, budget</c>; null for none.</summary>
    public string? Overrides { get; init; }
}

namespace Pipeline.Deployments.History;

/// <summary>
/// One deployment of one service to one environment, as the commits of a GitOps repository record it.
/// </summary>
public sealed record DeploymentRecord
{
    /// <summary>The commit that landed it on the branch: the merge commit of a pull request.</summary>
    public required string Commit { get; init; }

    /// <summary>The time of <see cref="Commit"/>.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The commit's trailers.</summary>
    public required DeploymentTrailers Trailers { get; init; }

    /// <summary>Its part about the service.</summary>
    public required DeployedService Service { get; init; }

    /// <summary>True where it set the image of a service in an environment.</summary>
    internal bool Sets(string service, string environment) =>
        Service.Image is not null && Service.Service == service && Trailers.Environment == environment;
}

namespace Pipeline.Deployments.History;

/// <summary>What a GitOps repository says to have happened to one service, in one environment, at one time.</summary>
public sealed record Deployment
{
    /// <summary>The commit of the branch that brought it: the merge, where a pull request did.</summary>
    public required string Commit { get; init; }

    /// <summary>When it got there: the time of <see cref="Commit"/>.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>What the commit says about itself.</summary>
    public required DeploymentTrailers Trailers { get; init; }

    /// <summary>What it did to the service.</summary>
    public required DeployedService Service { get; init; }

    /// <summary>True where it set the image of a service in an environment.</summary>
    internal bool Sets(string service, string environment) =>
        Service.Image is not null && Service.Service == service && Trailers.Environment == environment;
}

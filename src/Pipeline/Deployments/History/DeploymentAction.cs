namespace Pipeline.Deployments.History;

/// <summary>The action of a commit in a GitOps repository. Its subject and trailers name it in lower case.</summary>
public enum DeploymentAction
{
    /// <summary>A build was delivered.</summary>
    Deploy,

    /// <summary>An image that ran in another environment was promoted here.</summary>
    Promote,

    /// <summary>The service was rolled back.</summary>
    Rollback,

    /// <summary>A pin was released; no image changed.</summary>
    Release,
}

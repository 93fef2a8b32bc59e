namespace Pipeline.Deployments.History;

/// <summary>Why a commit of a GitOps repository was made. Its subject and its trailers name it in lower case.</summary>
public enum DeploymentAction
{
    /// <summary>A build was delivered.</summary>
    Deploy,

    /// <summary>An image that ran in another environment was brought here.</summary>
    Promote,

    /// <summary>An earlier image was brought back.</summary>
    Rollback,

    /// <summary>A pin was released; no image changed.</summary>
    Release,
}

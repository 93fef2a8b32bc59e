using Pipeline.Deployments.GitOps.Manifests;

namespace Pipeline.Deployments.GitOps.Search;

/// <summary>Several images could be a service's; the message names them.</summary>
/// <param name="candidates">The images.</param>
/// <param name="message">What is ambiguous, and what to state.</param>
internal sealed class AmbiguousImagesException(ImmutableArray<ManifestImage> candidates, string message)
    : ManifestException(message)
{
    /// <summary>The images.</summary>
    public ImmutableArray<ManifestImage> Candidates => candidates;
}

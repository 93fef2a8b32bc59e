using Pipeline.Deployments.GitOps.Manifests;
using Pipeline.Foundation.Git;

namespace Pipeline.Deployments.GitOps.Remotes;

/// <summary>
/// What was read of a repository. Git names folders and files by their contents, so all of it holds at each tip: after
/// a lost race only what the other push has changed is read again.
/// </summary>
internal sealed class KnownFiles
{
    /// <summary>Folders by their names.</summary>
    public Dictionary<string, GitTree> Folders { get; } = [];

    /// <summary>Manifests by path and name.</summary>
    public Dictionary<(string Path, string Blob), ManifestFile> Manifests { get; } = [];
}

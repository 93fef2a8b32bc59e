using Pipeline.Adoption.Trees;
using Pipeline.Deployments.GitOps.Manifests;

namespace Pipeline.Adoption.Deployments;

/// <summary>An application of Argo CD that a manifest states, or one of those of an ApplicationSet.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Path">The folder that it applies.</param>
/// <param name="Target">The cluster and the namespace that it applies it to, as far as they are stated.</param>
/// <param name="Source">Where it is stated.</param>
internal sealed record FoundApplication(string Name, string Path, ImmutableArray<string> Target, Evidence Source)
{
    /// <summary>True where it applies a file.</summary>
    public bool Applies(string file) => RepositoryPath.Contains(Path, file);
}

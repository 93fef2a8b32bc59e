using Pipeline.Deployments.GitOps.Manifests;

namespace Pipeline.Deployments.GitOps.Rendering;

/// <summary>What kustomize and Helm make of manifests.</summary>
/// <param name="Kustomizations">The kustomizations that are applied.</param>
/// <param name="Charts">The charts.</param>
internal sealed record RenderedManifests(AppliedKustomizations Kustomizations, Charts Charts)
{
    /// <summary>The same with other contents of some files.</summary>
    public RenderedManifests With(IReadOnlyDictionary<ManifestFile, byte[]> contents) =>
        new(Kustomizations.With(contents), Charts.With(contents));
}

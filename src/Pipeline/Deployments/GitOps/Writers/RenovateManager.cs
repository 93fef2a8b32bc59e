using Pipeline.Deployments.GitOps.Manifests;

namespace Pipeline.Deployments.GitOps.Writers;

/// <summary>A manager of Renovate that reads images in manifests.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Files">The files that it reads without being told, as regular expressions.</param>
internal sealed record RenovateManager(string Name, params ImmutableArray<string> Files)
{
    private static readonly RenovateManager Kubernetes = new("kubernetes");
    private static readonly RenovateManager ArgoCd = new("argocd");
    private static readonly RenovateManager Flux = new("flux");
    private static readonly RenovateManager HelmFiles = new("helm-values", @"(^|/)values\.ya?ml$");
    private static readonly RenovateManager Kustomize = new("kustomize", @"(^|/)kustomization\.ya?ml$");

    /// <summary>The one that reads an image; null for none.</summary>
    public static RenovateManager? Of(ManifestImage place) =>
        place.IsContainer ? Kubernetes
        : place.Kind == KustomizeImages.Kind
            ? KustomizeImages.IsKustomization(place.File.Path) ? Kustomize
                : ArgoCd
        : IsIn(place, "HelmRelease"u8) ? Flux
        : IsIn(place, "argoproj.io"u8) ? ArgoCd
        : HelmFiles;

    private static bool IsIn(ManifestImage place, ReadOnlySpan<byte> word) =>
        place.File.Content.AsSpan().IndexOf(word) >= 0;
}

namespace Pipeline.Tests.Deployments.GitOps.Rendering;

/// <summary>The real kubectl.</summary>
internal static class RealKubectl
{
    /// <summary>What it renders of a folder's kustomization.</summary>
    public static async Task<RealRendering> Render(IReadOnlyDictionary<string, string> files, string folder) =>
        await RealRendering.Of(files, await KubernetesTools.Kubectl(), root => ["kustomize", root / folder]);
}

namespace Pipeline.Deployments.GitOps.Manifests;

/// <summary>Tells Pipeline's own files from manifests, which they may stand beside.</summary>
internal static class PipelineFiles
{
    /// <summary>True for a catalog, whatever its name, and for the lock of tools.</summary>
    public static bool Is(ManifestMap root, string path) =>
        path[(path.LastIndexOf('/') + 1)..] is "pipeline.yaml" or "tools.lock.yaml"
        || (root["platform"] is ManifestScalar && (root["services"] ?? root["environments"]) is ManifestMap);
}

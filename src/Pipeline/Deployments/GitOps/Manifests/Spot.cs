namespace Pipeline.Deployments.GitOps.Manifests;

/// <summary>A place in a file.</summary>
/// <param name="File">The file.</param>
/// <param name="Start">The index of its first UTF-16 code unit.</param>
internal sealed record Spot(ManifestFile File, int Start);

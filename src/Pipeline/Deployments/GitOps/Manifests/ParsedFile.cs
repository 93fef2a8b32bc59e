namespace Pipeline.Deployments.GitOps.Manifests;

/// <summary>A parsed file of a GitOps repository.</summary>
/// <param name="Path">Its path within the repository.</param>
/// <param name="Documents">Its documents; empty where it is unreadable, or a Helm template.</param>
/// <param name="Problem">Why it is unreadable, with the place; null where it is readable.</param>
internal sealed record ParsedFile(string Path, ImmutableArray<ManifestDocument> Documents, string? Problem)
{
    /// <summary>Parses a file.</summary>
    public static ParsedFile Of(ManifestFile file)
    {
        try
        {
            return new(file.Path, file.IsTemplate ? [] : file.Documents(), null);
        }
        catch (ManifestException failure)
        {
            return new(file.Path, [], failure.Message);
        }
    }
}

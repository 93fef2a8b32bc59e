namespace Pipeline.Deployments.GitOps.Manifests;

/// <summary>A file of a GitOps repository with its documents, for those who look at all of them.</summary>
/// <param name="Path">Its path within the repository.</param>
/// <param name="Documents">Its documents; none where it cannot be read, or is a template that Helm has yet to fill in.</param>
/// <param name="Problem">Why it cannot be read, with its place; null where it can.</param>
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

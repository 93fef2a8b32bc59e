namespace Pipeline.Deployments.GitOps.Manifests;

/// <summary>Which files of a repository count, beside those of the searched folders.</summary>
internal static class KustomizeReach
{
    /// <summary>
    /// What kustomizations read that take in a searched file, or are one: bases and patches elsewhere, and
    /// kustomizations above.
    /// </summary>
    /// <param name="kustomizations">All kustomizations of the repository.</param>
    /// <param name="isSearched">True for a path in a searched folder.</param>
    /// <returns>True for the path of a file that counts.</returns>
    public static Func<string, bool> Of(IEnumerable<ManifestFile> kustomizations, Func<string, bool> isSearched)
    {
        var tree = new KustomizeTree(kustomizations.Select(ParsedFile.Of));
        var reached = tree
            .Folders.Select(tree.Read)
            .Where(read => read.Any(isSearched))
            .SelectMany(read => read)
            .ToHashSet();
        return path =>
            isSearched(path)
            || reached.Contains(KustomizeImages.IsKustomization(path) ? RepositoryPath.Folder(path) : path);
    }
}

namespace Pipeline.Deployments.GitOps.Manifests;

/// <summary>Paths within a repository: with forward slashes, but none at the beginning or end.</summary>
internal static class RepositoryPath
{
    /// <summary>A path below a folder; either may be empty or null.</summary>
    /// <exception cref="ManifestException">It is outside the repository.</exception>
    public static string Combine(string folder, string? path)
    {
        var parts = $"{folder}/{path}".Split('/').Where(part => part is not ("" or ".")).ToArray();
        return parts.Contains("..")
            ? throw new ManifestException(
                $"\"{folder}/{path}\" is outside the GitOps repository: write it without \"..\""
            )
            : string.Join('/', parts);
    }

    /// <summary>True for the folder's files, at any depth, and for the path itself.</summary>
    public static bool Contains(string folder, string file) =>
        folder.Length == 0
        || (
            file.StartsWith(folder, StringComparison.Ordinal)
            && (file.Length == folder.Length || file[folder.Length] == '/')
        );

    /// <summary>The folder of a file; empty for the root.</summary>
    public static string Folder(string path) => path[..Math.Max(0, path.LastIndexOf('/'))];

    /// <summary>The folders around a file, the nearest first, and the root last.</summary>
    public static IEnumerable<string> FoldersAbove(string path)
    {
        do yield return path = Folder(path);
        while (path.Length > 0);
    }

    /// <summary>A path as a file of a folder names it; null where it leads out of the repository.</summary>
    public static string? Resolve(string folder, string path)
    {
        var parts = new List<string>();
        foreach (var part in $"{folder}/{path}".Split('/'))
            if (part == ".." && parts.Count == 0)
                return null;
            else if (part == "..")
                parts.RemoveAt(parts.Count - 1);
            else if (part is not ("" or "."))
                parts.Add(part);
        return string.Join('/', parts);
    }
}

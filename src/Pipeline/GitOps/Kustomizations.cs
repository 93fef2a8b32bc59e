using Pipeline.GitOps.Manifests;

namespace Pipeline.GitOps;

/// <summary>Knows which folders the kustomizations of a GitOps repository take in, and which files they lay over others.</summary>
internal sealed class Kustomizations
{
    private static readonly string[] Names = ["kustomization.yaml", "kustomization.yml", "Kustomization"];

    private readonly Dictionary<string, ManifestMap> byFolder = [];
    private readonly HashSet<string> patches = [];

    /// <param name="documents">The documents of the repository's files; none for those that cannot be read.</param>
    public Kustomizations(IEnumerable<(string Path, ImmutableArray<ManifestDocument> Documents)> documents)
    {
        foreach (var (path, parsed) in documents.Where(file => Names.Contains(Path.GetFileName(file.Path))))
            if (parsed.Select(document => document.Root).OfType<ManifestMap>().FirstOrDefault() is { } root)
                byFolder[FolderOf(path)] = root;
        foreach (var (folder, root) in byFolder)
            patches.UnionWith(Paths(folder, root, "patches", "patchesStrategicMerge"));
    }

    /// <summary>True for a file that states only what differs from another one.</summary>
    public bool IsPatch(string path) => patches.Contains(path);

    /// <summary>A folder, and the folders and files elsewhere that it takes in, the nearest first.</summary>
    public ImmutableArray<string> Reach(string folder)
    {
        var (found, open) = (new List<string>(), new Queue<string>([folder]));
        while (open.TryDequeue(out var next))
        {
            if (found.Contains(next))
                continue;

            found.Add(next);
            if (byFolder.TryGetValue(next, out var root))
                foreach (var path in Paths(next, root, "resources", "bases", "components"))
                    open.Enqueue(path);
        }

        // What lies within another of them comes with it.
        return [.. found.Where(path => !found.Exists(other => other != path && RepositoryPath.Contains(other, path)))];
    }

    private static IEnumerable<string> Paths(string folder, ManifestMap root, params string[] keys) =>
        keys.SelectMany(key => (root[key] as ManifestList)?.Items ?? [])
            .Select(item => item is ManifestMap patch ? patch.Text("path") : (item as ManifestScalar)?.Value)
            .OfType<string>()
            .Where(path =>
                !path.Contains("://", StringComparison.Ordinal) && !path.Contains('\n', StringComparison.Ordinal)
            )
            .Select(path => Resolve(folder, path))
            .OfType<string>();

    // Null for what leads out of the repository.
    private static string? Resolve(string folder, string path)
    {
        var parts = new List<string>();
        foreach (var part in $"{folder}/{path}".Split('/').Where(part => part is not ("" or ".")))
            if (part != "..")
                parts.Add(part);
            else if (parts.Count > 0)
                parts.RemoveAt(parts.Count - 1);
            else
                return null;
        return string.Join('/', parts);
    }

    private static string FolderOf(string path) => path[..Math.Max(0, path.LastIndexOf('/'))];
}

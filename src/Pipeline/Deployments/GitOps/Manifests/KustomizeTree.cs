namespace Pipeline.Deployments.GitOps.Manifests;

/// <summary>The files and folders that kustomizations include, and the patches among them.</summary>
internal sealed class KustomizeTree
{
    private readonly Dictionary<string, Kustomization> byFolder = [];

    /// <summary>Reads the kustomizations among some files; unreadable ones include nothing.</summary>
    public KustomizeTree(IEnumerable<ParsedFile> files)
    {
        foreach (var file in files.Where(file => KustomizeImages.IsKustomization(file.Path)))
            byFolder[Folder(file.Path)] = Read(file);
    }

    /// <summary>True where the kustomization applies a file, itself or through another one.</summary>
    public bool TakesIn(string kustomization, string file) => Applied(Folder(kustomization), own: true).Contains(file);

    /// <summary>True for a patch of another file.</summary>
    public bool IsPatch(string path) => byFolder.Values.Any(kustomization => kustomization.Patches.Contains(path));

    /// <summary>True where a file is a patch of a kustomization that applies another file.</summary>
    public bool Patches(string patch, string file) =>
        byFolder.Any(entry => entry.Value.Patches.Contains(patch) && Applied(entry.Key, own: false).Contains(file));

    /// <summary>A folder, and the other folders and files that it includes, the nearest first.</summary>
    public ImmutableArray<string> Sources(string folder)
    {
        ImmutableArray<string> all = [folder, .. Resources(folder).Where(path => path != folder)];
        // Folders within another one of them are covered.
        return [.. all.Where(path => !all.Any(other => other != path && RepositoryPath.Contains(other, path)))];
    }

    // Resources and the patches of those; the kustomization's own patches come after all of them.
    private HashSet<string> Applied(string folder, bool own)
    {
        var applied = Resources(folder).ToHashSet();
        foreach (var source in applied.Where(byFolder.ContainsKey).Concat(own ? [folder] : []).ToArray())
            applied.UnionWith(byFolder[source].Patches);
        return applied;
    }

    // A resource is a file, or the folder of another kustomization.
    private List<string> Resources(string folder)
    {
        var (found, seen, open) = (new List<string>(), new HashSet<string>(), new Queue<string>([folder]));
        while (open.TryDequeue(out var next))
            foreach (var path in byFolder.GetValueOrDefault(next)?.Resources ?? [])
                if (seen.Add(path))
                {
                    found.Add(path);
                    open.Enqueue(path);
                }

        return found;
    }

    private static Kustomization Read(ParsedFile file)
    {
        var root = file.Documents.Select(document => document.Root).OfType<ManifestMap>().FirstOrDefault();
        return new([.. Paths("resources", "bases", "components")], [.. Paths("patches", "patchesStrategicMerge")]);

        IEnumerable<string> Paths(params string[] keys) =>
            keys.SelectMany(key => (root?[key] as ManifestList)?.Items ?? [])
                .Select(item => item is ManifestMap map ? map.Text("path") : (item as ManifestScalar)?.Value)
                .OfType<string>()
                .Where(path => !IsAddress(path) && !path.Contains('\n', StringComparison.Ordinal))
                .Select(path => Resolve(Folder(file.Path), path))
                .OfType<string>();
    }

    private static bool IsAddress(string path) => path.Contains("://", StringComparison.Ordinal);

    // Null for a path out of the repository.
    private static string? Resolve(string folder, string path)
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

    private static string Folder(string path) => path[..Math.Max(0, path.LastIndexOf('/'))];

    private sealed record Kustomization(ImmutableArray<string> Resources, ImmutableHashSet<string> Patches);
}

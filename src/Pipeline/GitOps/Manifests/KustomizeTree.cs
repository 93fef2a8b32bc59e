namespace Pipeline.GitOps.Manifests;

/// <summary>Knows which files a kustomization takes in, and which of its files change others.</summary>
internal sealed class KustomizeTree
{
    private readonly Dictionary<string, Kustomization> byFolder = [];

    /// <summary>Reads the kustomizations among some files; those that cannot be read take nothing in.</summary>
    public KustomizeTree(IEnumerable<ManifestFile> files)
    {
        foreach (var file in files.Where(file => KustomizeImages.IsKustomization(file.Path)))
            byFolder[Folder(file.Path)] = Read(file);
    }

    /// <summary>True where the kustomization applies a file, itself or through another one.</summary>
    public bool TakesIn(ManifestFile kustomization, ManifestFile file) =>
        Reach(Folder(kustomization.Path)).Contains(file.Path);

    /// <summary>True where a file is a patch of a kustomization that applies another file.</summary>
    public bool Patches(ManifestFile patch, ManifestFile file) =>
        byFolder.Any(entry =>
            entry.Value.Patches.Contains(patch.Path) && Reach(entry.Key, withPatches: false).Contains(file.Path)
        );

    private HashSet<string> Reach(string folder, bool withPatches = true)
    {
        var (reached, open) = (new HashSet<string>(), new Stack<string>([folder]));
        while (open.TryPop(out var next))
        {
            if (!byFolder.TryGetValue(next, out var kustomization))
                continue;

            // A resource is a file, or the folder of another kustomization.
            foreach (var path in kustomization.Resources)
                if (reached.Add(path))
                    open.Push(path);
            if (withPatches || next != folder)
                reached.UnionWith(kustomization.Patches);
        }

        return reached;
    }

    private static Kustomization Read(ManifestFile file)
    {
        try
        {
            var root = file.Documents().Select(document => document.Root).OfType<ManifestMap>().FirstOrDefault();
            return root is null
                ? new([], [])
                : new(
                    [.. Paths("resources").Concat(Paths("bases")).Concat(Paths("components"))],
                    [.. Paths("patches").Concat(Paths("patchesStrategicMerge"))]
                );

            IEnumerable<string> Paths(string key) =>
                (root[key] as ManifestList)
                    ?.Items.Select(item => item is ManifestMap map ? map.Text("path") : (item as ManifestScalar)?.Value)
                    .OfType<string>()
                    .Select(path => Resolve(Folder(file.Path), path))
                    .OfType<string>()
                ?? [];
        }
        catch (ManifestException)
        {
            return new([], []);
        }
    }

    // Null for what lies elsewhere, as the address of a repository does.
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

    private sealed record Kustomization(ImmutableArray<string> Resources, ImmutableArray<string> Patches);
}

namespace Pipeline.Deployments.GitOps.Manifests;

/// <summary>The files and folders that kustomizations include, and the patches among them.</summary>
internal sealed class KustomizeTree
{
    private static readonly string[] ChangingFields =
    [
        "components",
        "images",
        "patches",
        "patchesStrategicMerge",
        "patchesJson6902",
        "replacements",
        "transformers",
    ];

    private readonly Dictionary<string, Kustomization> byFolder = [];

    /// <summary>Reads the kustomizations among some files; unreadable ones include nothing.</summary>
    public KustomizeTree(IEnumerable<ParsedFile> files)
    {
        foreach (var file in files.Where(file => KustomizeImages.IsKustomization(file.Path)))
            byFolder[RepositoryPath.Folder(file.Path)] = Read(file);
    }

    /// <summary>The folders of kustomizations that are no components, and are applied on their own.</summary>
    public IEnumerable<string> Folders => byFolder.Keys.Where(folder => !byFolder[folder].IsComponent);

    /// <summary>True for a patch of another file.</summary>
    public bool IsPatch(string path) => byFolder.Values.Any(kustomization => kustomization.Patches.Contains(path));

    /// <summary>A folder, and the other folders and files that it includes, the nearest first.</summary>
    public ImmutableArray<string> Sources(string folder)
    {
        ImmutableArray<string> all = [folder, .. Resources(folder).Where(path => path != folder)];
        // Folders within another one of them are covered.
        return [.. all.Where(path => !all.Any(other => other != path && RepositoryPath.Contains(other, path)))];
    }

    /// <summary>The kustomizations that a kustomization includes, its own folder among them.</summary>
    public HashSet<string> Included(string folder) => [.. Resources(folder).Where(byFolder.ContainsKey), folder];

    /// <summary>Everything that a kustomization reads: folders of kustomizations, and files.</summary>
    public HashSet<string> Read(string folder) =>
        [.. Included(folder).SelectMany(included => byFolder[included].Read.Append(included))];

    /// <summary>True where a kustomization does more than to list resources.</summary>
    public bool ChangesImages(string folder) => Included(folder).Any(included => byFolder[included].ChangesImages);

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
        // kustomize reads the first document alone.
        var root = file.Documents.Select(document => document.Root).FirstOrDefault() as ManifestMap;
        ImmutableArray<string> resources = [.. Paths("resources", "bases", "components")];
        var patches = Paths("patches", "patchesStrategicMerge", "patchesJson6902").ToImmutableHashSet();
        return new(
            root is not null && KustomizeFields.Text(root, "kind") == "Component",
            root is not null && ChangingFields.Any(field => KustomizeFields.Of(root, field) is not null),
            resources,
            patches,
            [
                .. resources,
                .. patches,
                .. Paths("replacements", "configurations", "crds", "transformers", "generators", "validators"),
            ]
        );

        IEnumerable<string> Paths(params string[] keys) =>
            keys.SelectMany(key => root is null ? [] : KustomizeFields.Items(root, key))
                .Select(item =>
                    item is ManifestMap map ? KustomizeFields.Text(map, "path") : (item as ManifestScalar)?.Value
                )
                .OfType<string>()
                .Where(path => !IsAddress(path) && !path.Contains('\n', StringComparison.Ordinal))
                .Select(path => RepositoryPath.Resolve(RepositoryPath.Folder(file.Path), path))
                .OfType<string>();
    }

    private static bool IsAddress(string path) => path.Contains("://", StringComparison.Ordinal);

    private sealed record Kustomization(
        bool IsComponent,
        bool ChangesImages,
        ImmutableArray<string> Resources,
        ImmutableHashSet<string> Patches,
        ImmutableArray<string> Read
    );
}

namespace Pipeline.Deployments.GitOps.Manifests;

/// <summary>Entries of kustomize's <c>images</c>, each of which replaces an image of the included manifests.</summary>
internal static class KustomizeImages
{
    /// <summary>Their name in messages.</summary>
    public const string Kind = "Kustomization";

    public static readonly ImmutableArray<string> FileNames =
    [
        "kustomization.yaml",
        "kustomization.yml",
        "Kustomization",
    ];

    /// <summary>True for a file that kustomize reads as its own.</summary>
    public static bool IsKustomization(string path) => FileNames.Contains(path[(path.LastIndexOf('/') + 1)..]);

    /// <summary>The images of a document; empty where it is not a kustomization.</summary>
    /// <param name="document">The document.</param>
    /// <param name="file">The file that it stands in.</param>
    /// <param name="text">The file's text.</param>
    /// <param name="isFirst">False for a later document of the file, which kustomize does not read.</param>
    public static IEnumerable<ManifestImage> Of(ManifestDocument document, ManifestFile file, string text, bool isFirst)
    {
        if (document.Root is not ManifestMap root)
            return [];

        var isOwn = IsKustomization(file.Path);
        var isFlux =
            root.Text("apiVersion")?.StartsWith("kustomize.toolkit.fluxcd.io/", StringComparison.Ordinal) == true;
        var holder =
            root.Text("kind") == Kind && isFlux ? root["spec"] as ManifestMap
            : isOwn || root.Text("kind") is Kind or "Component" ? root
            : null;
        return holder is not null && KustomizeFields.Of(holder, "images")?.Value is ManifestList list
            ? list
                .Items.OfType<ManifestMap>()
                .Select(entry =>
                    Image(entry, file, text, document.Repeats(root, holder, list, entry), isFirst || !isOwn)
                )
                .OfType<ManifestImage>()
            : [];
    }

    private static ManifestImage? Image(ManifestMap entry, ManifestFile file, string text, bool isRepeated, bool isRead)
    {
        // Its own name, also where a merge key overrides it.
        var own = entry.Entries.LastOrDefault(field =>
            "name".Equals(field.Key?.Value, StringComparison.OrdinalIgnoreCase)
        );
        if ((own.Value ?? KustomizeFields.Of(entry, "name")?.Value) is not ManifestScalar { Value.Length: > 0 } name)
            return null;

        var (parts, obstacle) = ImageFields.Read(
            entry,
            node => ImageScalar.Obstacle(node, text, isRepeated),
            StringComparison.OrdinalIgnoreCase
        );
        if (!isRead)
            (parts, obstacle) = ([], "kustomize reads the first document of a kustomization alone: move it there");
        return new()
        {
            File = file,
            Kind = Kind,
            Workload = name.Value,
            Parts = parts,
            Start = parts.IsEmpty ? Own(entry) ?? name : parts[0].Scalar,
            Obstacle = obstacle,
            FixedName = parts.Any(part => part.Kind == ImagePartKind.Repository) ? null : name.Value,
        };
    }

    // A name that is merged stands elsewhere.
    private static ManifestScalar? Own(ManifestMap entry) =>
        entry.Entries.Select(field => field.Value).OfType<ManifestScalar>().FirstOrDefault();
}

namespace Pipeline.Deployments.GitOps.Manifests;

/// <summary>Entries of kustomize's <c>images</c>, each of which replaces an image of the included manifests.</summary>
internal static class KustomizeImages
{
    /// <summary>Their name in messages.</summary>
    public const string Kind = "Kustomization";

    private static readonly string[] FileNames = ["kustomization.yaml", "kustomization.yml", "Kustomization"];

    /// <summary>True for a file that kustomize reads as its own.</summary>
    public static bool IsKustomization(string path) => FileNames.Contains(path[(path.LastIndexOf('/') + 1)..]);

    /// <summary>The images of a document; empty where it is not a kustomization.</summary>
    public static IEnumerable<ManifestImage> Of(ManifestDocument document, ManifestFile file, string text) =>
        document.Root is ManifestMap root
        && (root.Text("kind") is Kind or "Component" || IsKustomization(file.Path))
        && root["images"] is ManifestList list
            ? list
                .Items.OfType<ManifestMap>()
                .Select(entry => Image(entry, file, text, document.Repeats(root, list, entry)))
                .OfType<ManifestImage>()
            : [];

    private static ManifestImage? Image(ManifestMap entry, ManifestFile file, string text, bool isRepeated)
    {
        if (entry["name"] is not ManifestScalar { Value.Length: > 0 } name)
            return null;

        var (parts, obstacle) = ImageFields.Read(entry, text, isRepeated);
        return new()
        {
            File = file,
            Kind = Kind,
            Workload = name.Value,
            Parts = parts,
            Start = parts.IsEmpty ? name : parts[0].Scalar,
            Obstacle = obstacle,
            FixedName = parts.Any(part => part.Kind == ImagePartKind.Repository) ? null : name.Value,
        };
    }
}

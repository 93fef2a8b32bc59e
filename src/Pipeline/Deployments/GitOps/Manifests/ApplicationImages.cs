namespace Pipeline.Deployments.GitOps.Manifests;

/// <summary>What Argo CD's applications state themselves: <c>kustomize.images</c>.</summary>
internal static class ApplicationImages
{
    /// <summary>The images of a document; empty where it is no Application or ApplicationSet.</summary>
    public static IEnumerable<ManifestImage> Of(ManifestDocument document, ManifestFile file, string text)
    {
        var spec = (document.Root as ManifestMap)?["spec"] as ManifestMap;
        return (document.Root as ManifestMap)?.Text("kind") switch
        {
            "Application" => In(spec),
            "ApplicationSet" => In((spec?["template"] as ManifestMap)?["spec"] as ManifestMap),
            _ => [],
        };

        IEnumerable<ManifestImage> In(ManifestMap? application) =>
            Sources(application)
                .SelectMany(source => ((source["kustomize"] as ManifestMap)?["images"] as ManifestList)?.Items ?? [])
                .OfType<ManifestScalar>()
                .Select(entry => Image(entry, ImageScalar.Obstacle(entry, text, isRepeated: false)));

        ManifestImage Image(ManifestScalar entry, string? obstacle) =>
            new()
            {
                File = file,
                Kind = KustomizeImages.Kind,
                Workload =
                    Pipeline.Catalog.ImageReference.Parse(ImagePart.ImageOf(entry.Value)) is var image
                    && entry.Value.Split('=') is [var name, _]
                        ? name
                        : image.Name,
                Parts = obstacle is null ? [new(ImagePartKind.Replacement, entry)] : [],
                Start = entry,
                Obstacle = obstacle,
            };
    }

    /// <summary>The sources of an application: one, or several.</summary>
    public static IEnumerable<ManifestMap> Sources(ManifestMap? application) =>
        ((application?["sources"] as ManifestList)?.Items ?? []).Append(application?["source"]!).OfType<ManifestMap>();
}

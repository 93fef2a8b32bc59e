namespace Pipeline.Deployments.GitOps.Manifests;

/// <summary>The images that containers state themselves.</summary>
internal static class WorkloadImages
{
    /// <summary>The images of a document, in its order.</summary>
    public static IEnumerable<ManifestImage> Of(ManifestDocument document, ManifestFile file, string text) =>
        ContainerSearch.Of(document).Select(container => Image(container, file, text)).OfType<ManifestImage>();

    private static ManifestImage? Image(PodContainer container, ManifestFile file, string text)
    {
        var images = container.Map.All("image").ToArray();
        var merged = MergeKeys.Fields(container.Map).FirstOrDefault(field => field.Key.Value == "image")?.MergedBy;
        if (images is not [var (key, value), ..])
            return merged is null ? null : Merged(container, file, merged);

        var scalar = value as ManifestScalar;
        var obstacle =
            merged is not null ? MergedObstacle(merged)
            : images.Length > 1 ? "the container has two \"image\" keys: remove one"
            : ImageScalar.Obstacle(value, text, container.IsRepeated);
        return new()
        {
            File = file,
            Kind = container.Kind,
            Workload = container.Workload,
            Container = container.Map.Text("name") ?? "",
            IsInit = container.IsInit,
            Parts = scalar is null || obstacle is not null ? [] : [new(ImagePartKind.Reference, scalar)],
            Start = scalar ?? key!,
            Obstacle = obstacle,
        };
    }

    private static ManifestImage Merged(PodContainer container, ManifestFile file, ManifestScalar merge) =>
        new()
        {
            File = file,
            Kind = container.Kind,
            Workload = container.Workload,
            Container = container.Map.Text("name") ?? "",
            IsInit = container.IsInit,
            Parts = [],
            Start = merge,
            Obstacle = MergedObstacle(merge),
        };

    private static string MergedObstacle(ManifestScalar merge) =>
        $"it comes from the merge key << in line {merge.Line}, which overrides what stands before it: write the image out, "
        + "and take it out of what is merged";
}

using Pipeline.Deployments.GitOps.Manifests;
using Pipeline.Deployments.GitOps.Rendering;

namespace Pipeline.Deployments.GitOps.Search;

/// <summary>The images at the places that kustomize takes them from.</summary>
internal static class DecidingPlaces
{
    /// <summary>The places that had a part in a container's image, the deciding one first.</summary>
    public static ImmutableArray<ManifestImage> Of(RenderedContainer container) =>
        [.. container.Layers.Select(layer => Of(container, layer))];

    private static ManifestImage Of(RenderedContainer container, Origin layer)
    {
        var obstacle =
            layer.Obstacle
            ?? (container.HasMerge ? "a merge key (<<) may set it too: write the container out" : null)
            ?? (layer.Entry is null ? ImageScalar.Obstacle(layer.Written, layer.File.Text, isRepeated: false) : null);
        var known = layer.Entry is { } entry
            ? layer.File.Images.FirstOrDefault(image => Scalars(entry).Any(scalar => scalar.Start == image.Start.Start))
            : layer.File.Images.FirstOrDefault(image => image.Start.Start == layer.Written.Start);
        return obstacle is null && known is not null
            ? known
            : new()
            {
                File = layer.File,
                Kind = container.Key.Kind,
                Workload = container.Workload,
                Container = container.Key.Container,
                IsInit = container.Key.IsInit,
                Parts = obstacle is null && layer.Entry is null ? [new(ImagePartKind.Reference, layer.Written)] : [],
                Start = layer.Written,
                Obstacle = obstacle ?? (layer.Entry is null ? null : "its entry cannot be told apart"),
            };
    }

    private static IEnumerable<ManifestScalar> Scalars(ManifestMap entry) =>
        entry.Entries.SelectMany(field => new[] { field.Key, field.Value as ManifestScalar }).OfType<ManifestScalar>();
}

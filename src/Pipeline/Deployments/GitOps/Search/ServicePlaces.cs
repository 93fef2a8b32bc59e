using Pipeline.Catalog;
using Pipeline.Deployments.GitOps.Manifests;
using Pipeline.Deployments.GitOps.Rendering;

namespace Pipeline.Deployments.GitOps.Search;

/// <summary>The places that decide about a service's images.</summary>
/// <param name="Found">The images.</param>
/// <param name="Manifests">What renders them.</param>
internal sealed record ServicePlaces(ImmutableArray<FoundImage> Found, RenderedManifests Manifests)
{
    /// <summary>The images to set.</summary>
    public ImmutableArray<ManifestImage> Images { get; } =
    [.. Found.Select(found => found.Place).DistinctBy(image => image.Spot)];

    /// <summary>The rendered containers that run the service.</summary>
    public IEnumerable<FoundImage> Rendered => Found.Where(found => found.Kustomization is not null);

    /// <summary>The values of charts that are in the repository.</summary>
    public IEnumerable<ChartValues> Charts =>
        from image in Images
        where image.Kind == HelmImages.Kind
        let chart = Manifests.Charts.Of(image.File)
        where chart is not null
        select new ChartValues(image, chart, Manifests.Charts.GivenFor(chart, image.File));

    /// <summary>The chart whose templates only helm understands; null for none.</summary>
    public string? Unproved => Charts.FirstOrDefault(values => !values.IsUnderstood(Manifests.Charts))?.Chart;

    /// <summary>Why edits do not make its containers run an image, as a sentence; null where they do.</summary>
    /// <param name="after">The manifests with the edits.</param>
    /// <param name="wanted">The image.</param>
    public string? Refusal(RenderedManifests after, ImageReference wanted) =>
        Rendered
            .Select(found => found.Refusal(after.Kustomizations.Render(found.Kustomization!).Stated, wanted))
            .Concat(Charts.Select(chart => chart.Refusal(Manifests.Charts, after.Charts, wanted)))
            .FirstOrDefault(refusal => refusal is not null);

    /// <summary>True where a container is one of its own.</summary>
    public bool Includes(ChangedContainer change) =>
        Rendered.Any(found => found.Kustomization == change.Kustomization && found.Container == change.Before.Key);

    /// <summary>Says that an edit would change a container that is not the service's here.</summary>
    public static string Bystander(ChangedContainer change, ManifestImage edited) =>
        $"{edited} is also what {FoundImage.Name(change.Kustomization)} renders for {change.Before.Key.Kind} "
        + $"{change.Before.Key.Workload}, container {change.Before.Key.Container}: nothing was changed; state the image "
        + "of this environment in a kustomization of its own, under \"images\"";
}

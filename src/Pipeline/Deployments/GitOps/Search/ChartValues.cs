using Pipeline.Catalog;
using Pipeline.Deployments.GitOps.Manifests;
using Pipeline.Deployments.GitOps.Rendering;

namespace Pipeline.Deployments.GitOps.Search;

/// <summary>An image in the values of a chart of the repository.</summary>
/// <param name="Image">The image.</param>
/// <param name="Chart">The chart's folder.</param>
/// <param name="Given">The file of values that the chart is given.</param>
internal sealed record ChartValues(ManifestImage Image, string Chart, string Given)
{
    /// <summary>True where only one container of a pod is meant, and not all with its image.</summary>
    public bool IsOneContainer { get; init; }

    /// <summary>
    /// Why the chart does not run a wanted image after an edit, as a sentence; null where it does, or is unknown.
    /// </summary>
    public string? Refusal(Charts before, Charts after, ImageReference wanted)
    {
        var (old, @new) = (before.Images(Chart, Given), after.Images(Chart, Given));
        var changed = old.Zip(@new, (one, other) => (Before: one.Image, After: other))
            .Where(line => line.Before != line.After.Image)
            .Select(line => line.After)
            .ToArray();
        if (changed.FirstOrDefault(line => line.Image is null || !Delivered.Is(line.Image, wanted)) is { } wrong)
            return Refusal($"{wrong.Place} would render {wrong.Image ?? "an unknown image"}", wanted);

        return changed.Length == 0 && IsUnderstood(before)
                ? $"an edit of {Image} has no effect, as no template of {Chart} uses it: nothing was changed; set what they use"
            : @new.FirstOrDefault(line =>
                changed.Any(edited => edited.Template == line.Template) && IsLeftBehind(line.Image, wanted)
            )
                is { } left
                ? Beside($"{left.Place} would still render {left.Image}", wanted)
            : null;
    }

    /// <summary>True where all images of the chart's templates are known.</summary>
    public bool IsUnderstood(Charts charts) =>
        charts.Images(Chart, Given) is { Length: > 0 } images
        && images.All(image => image.Image is not null)
        && !charts.HasCharts(Chart);

    /// <summary>The same by what helm renders; nothing before the edit, where it could not render that.</summary>
    public string? Refusal(
        ImmutableArray<StatedContainer>? before,
        ImmutableArray<StatedContainer> after,
        ImageReference wanted
    )
    {
        var changed = before is { } old
            ? after.Except(old).ToArray()
            : [.. after.Where(container => Delivered.Is(container.Image, wanted))];
        return changed.FirstOrDefault(container => !Delivered.Is(container.Image, wanted)) is { } wrong
                ? Refusal(
                    $"{Chart} would render {wrong.Image} for {wrong.Key.Kind} {wrong.Key.Workload}, container {wrong.Key.Container}",
                    wanted
                )
            : changed.Length == 0
                ? $"after an edit of {Image}, {Chart} does not render {wanted}: nothing was changed; set what its templates use"
            : after.FirstOrDefault(container =>
                changed.Any(edited => edited.Key.IsInPodOf(container.Key)) && IsLeftBehind(container.Image, wanted)
            )
                is { } left
                ? Beside($"{Chart} would still render {left.Image} for container {left.Key.Container}", wanted)
            : null;
    }

    // Init containers and sidecars with the service's image are of the same release.
    private bool IsLeftBehind(string? rendered, ImageReference wanted) =>
        !IsOneContainer
        && rendered is not null
        && ImageReference.Parse(rendered).Name == wanted.Name
        && !Delivered.Is(rendered, wanted);

    private string Beside(string observed, ImageReference wanted) =>
        $"after an edit of {Image}, {observed}, in one pod with {wanted}: nothing was changed; have the template use the same "
        + "values, or name the container that is meant, as \"container\" in the catalog";

    /// <summary>Says that the chart cannot be rendered after an edit, though it could before.</summary>
    public string Unrenderable(string reason) =>
        $"after an edit of {Image}, {Chart} cannot be rendered ({string.Join(' ', reason.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))}): nothing was changed; have the chart take the image";

    private string Refusal(string observed, ImageReference wanted) =>
        $"after an edit of {Image}, {observed}, and not {wanted}: nothing was changed; correct the chart's templates, or what they "
        + "put around the image, or name the value that they use as \"imageField\" in the catalog";
}

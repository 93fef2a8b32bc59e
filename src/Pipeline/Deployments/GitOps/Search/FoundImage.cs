using Pipeline.Catalog;
using Pipeline.Deployments.GitOps.Manifests;
using Pipeline.Deployments.GitOps.Rendering;

namespace Pipeline.Deployments.GitOps.Search;

/// <summary>An image of a service, at the place that decides about it.</summary>
/// <param name="Place">The place.</param>
/// <param name="Group">The folder of the manifests, or of the kustomization that is applied.</param>
/// <param name="Container">The container that runs it.</param>
/// <param name="Image">The image that it runs now.</param>
internal sealed record FoundImage(ManifestImage Place, string Group, ContainerKey Container, ImageReference Image)
{
    /// <summary>The kustomization that renders it; null where it is applied as it is written.</summary>
    public string? Kustomization { get; init; }

    /// <summary>The folders that it came through, or its file: names in them say which environment it is of.</summary>
    public required ImmutableArray<string> Paths { get; init; }

    /// <summary>True for containers of one pod.</summary>
    public bool IsInPodOf(FoundImage other) =>
        (Kustomization, Group) == (other.Kustomization, other.Group)
        && Container.IsInPodOf(other.Container)
        && (Kustomization is not null || Place.File == other.Place.File);

    /// <summary>True for containers of one pod that run the same image.</summary>
    public bool IsBeside(FoundImage other) => IsInPodOf(other) && Image.Name == other.Image.Name;

    /// <summary>An image that is applied as it is written.</summary>
    public static FoundImage Of(ManifestImage image) =>
        new(
            image,
            RepositoryPath.Folder(image.File.Path),
            new(image.Kind, image.Workload, image.Container, image.IsInit),
            image.Reference
        )
        {
            Paths = [image.File.Path],
        };

    /// <summary>The image of a rendered container.</summary>
    public static FoundImage Of(KustomizeRendering rendering, RenderedContainer container, ManifestImage place) =>
        new(place, rendering.Folder, container.Key, ImageReference.Parse(container.Image))
        {
            Kustomization = rendering.Folder,
            Paths = container.Folders,
        };

    /// <summary>Why its container does not run an image, as a sentence; null where it does.</summary>
    /// <param name="rendered">What is rendered.</param>
    /// <param name="wanted">The image.</param>
    public string? Refusal(ImmutableArray<StatedContainer> rendered, ImageReference wanted)
    {
        var own = rendered.Where(container => container.Key == Container).ToArray();
        var other = own.FirstOrDefault(container => !Delivered.Is(container.Image, wanted));
        return own.Length > 0 && other is null
            ? null
            : $"{Name(Kustomization!)} would render {other?.Image ?? "no image"} for {Container.Kind} {Container.Workload}, "
                + $"container {Container.Container}, and not {wanted}, after an edit of {Place}: nothing was changed; "
                + "state the image in one place";
    }

    /// <summary>A kustomization by its folder, for messages.</summary>
    public static string Name(string folder) =>
        folder.Length == 0 ? "the repository's kustomization" : $"the kustomization of {folder}";
}

using Pipeline.Deployments.GitOps.Manifests;

namespace Pipeline.Deployments.GitOps.Rendering;

/// <summary>What kustomize makes of a folder, as far as images are concerned.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="Containers">The containers that it renders.</param>
/// <param name="Doubts">What may change images, but is not understood: a place and a reason each.</param>
/// <param name="IsWhole">False where it takes in objects that the repository does not have.</param>
internal sealed record KustomizeRendering(
    string Folder,
    ImmutableArray<RenderedContainer> Containers,
    ImmutableArray<string> Doubts,
    bool IsWhole
)
{
    /// <summary>The containers, without where their images come from.</summary>
    public ImmutableArray<StatedContainer> Stated =>
        [.. Containers.Select(container => new StatedContainer(container.Key, container.Image))];
}

/// <summary>A container and its image.</summary>
internal sealed record StatedContainer(ContainerKey Key, string Image)
{
    /// <summary>The containers in what kubectl or helm rendered.</summary>
    public static ImmutableArray<StatedContainer> In(byte[] rendered) =>
        [
            .. new ManifestFile("rendered.yaml", rendered)
                .Documents()
                .Select(document => document.Root)
                .OfType<ManifestMap>()
                .Select(KustomizedObject.Of)
                .SelectMany(target =>
                    ContainerLists
                        .Of(target.Map)
                        .Select(container => new StatedContainer(container.KeyIn(target), container.Image!.Value))
                ),
        ];
}

/// <summary>A container that is rendered.</summary>
/// <param name="Key">What tells it from others.</param>
/// <param name="Image">Its image.</param>
/// <param name="Layers">Where that was written, and what it replaced; the last first.</param>
internal sealed record RenderedContainer(ContainerKey Key, string Image, ImmutableArray<Origin> Layers)
{
    /// <summary>The workload's name as it is written, without prefixes and suffixes.</summary>
    public required string Workload { get; init; }

    /// <summary>The folders of the kustomizations that its workload came through.</summary>
    public required ImmutableArray<string> Folders { get; init; }

    /// <summary>True where a merge key (<c>&lt;&lt;</c>) may set its image too.</summary>
    public bool HasMerge { get; init; }
}

/// <summary>Tells a rendered container from others.</summary>
internal sealed record ContainerKey(string Kind, string Workload, string Container, bool IsInit)
{
    /// <summary>True for a container of the same pod.</summary>
    public bool IsInPodOf(ContainerKey other) => (Kind, Workload) == (other.Kind, other.Workload);
}

using Pipeline.Catalog;
using YamlDotNet.Core;

namespace Pipeline.GitOps.Manifests;

/// <summary>The image of one container of a workload, and the scalar that names it.</summary>
internal sealed record ContainerImage
{
    public required ManifestFile File { get; init; }

    /// <summary>The workload's kind, such as <c>Deployment</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The workload's name; empty where it has none.</summary>
    public required string Workload { get; init; }

    /// <summary>The container's name; empty where it has none.</summary>
    public required string Container { get; init; }

    /// <summary>True for a container that runs before the others.</summary>
    public required bool IsInit { get; init; }

    /// <summary>Where the image is written; for an alias, the place of the container's name.</summary>
    public required ManifestScalar Scalar { get; init; }

    /// <summary>Why the scalar cannot be changed alone; null where it can.</summary>
    public string? Obstacle { get; init; }

    /// <summary>The image as it is written.</summary>
    public string Image => Obstacle is null ? Scalar.Value : "";

    /// <summary>The image, taken apart.</summary>
    public ImageReference Reference => ImageReference.Parse(Image);

    /// <summary>True where something else is meant to fill the image in before it is applied.</summary>
    public bool IsTemplate =>
        Image.Contains('$', StringComparison.Ordinal) || Image.Contains("{{", StringComparison.Ordinal);

    /// <summary>File and line.</summary>
    public string Place => $"{File.Path}:{Scalar.Line}";

    /// <summary>Place, workload, container and image, for messages.</summary>
    public override string ToString() =>
        $"{Place} {Kind} {Workload}, container {Container}{(Image.Length > 0 ? $" ({Image})" : "")}";

    /// <summary>All of a file, in the order in which they stand there.</summary>
    /// <exception cref="YamlException">The text does not parse.</exception>
    public static ImmutableArray<ContainerImage> Find(ManifestFile file, string text)
    {
        // A byte order mark would become part of the first key.
        var mark = text.StartsWith('\uFEFF') ? 1 : 0;
        return
        [
            .. ManifestParser
                .Parse(text[mark..])
                .SelectMany(document => PodContainers.Of(document))
                .Select(container => container.Image(file, text, mark))
                .OfType<ContainerImage>(),
        ];
    }
}

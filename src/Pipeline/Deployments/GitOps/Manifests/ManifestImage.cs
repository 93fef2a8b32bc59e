using Pipeline.Catalog;

namespace Pipeline.Deployments.GitOps.Manifests;

/// <summary>An image as a manifest states it: for a container, in an entry of kustomize's <c>images</c>, or in Helm values.</summary>
internal sealed class ManifestImage
{
    public required ManifestFile File { get; init; }

    /// <summary>What states it: a workload's kind such as <c>Deployment</c>, <c>Kustomization</c>, or <c>values</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The workload's name; for kustomize the name that is replaced; in values the key above the image's; or empty.</summary>
    public required string Workload { get; init; }

    /// <summary>What <see cref="Workload"/> is named for; of the name of an image, the last part.</summary>
    public string Name => Kind == KustomizeImages.Kind ? ServiceNames.LastPart(Workload) : Workload;

    /// <summary>The container's name; in values the path of keys; empty where there is none.</summary>
    public string Container { get; init; } = "";

    /// <summary>True for a container that runs before the others.</summary>
    public bool IsInit { get; init; }

    /// <summary>The scalars that state it, those left out that say nothing.</summary>
    public required ImmutableArray<ImagePart> Parts { get; init; }

    /// <summary>Where it begins.</summary>
    public required ManifestScalar Start { get; init; }

    /// <summary>Why the scalars cannot be changed alone; null where they can.</summary>
    public string? Obstacle { get; init; }

    /// <summary>The repository that kustomize gives the image, where none of the scalars says it; null elsewhere.</summary>
    public string? FixedName { get; init; }

    /// <summary>The image, taken apart.</summary>
    public ImageReference Reference => field ??= Read();

    /// <summary>The image as it is written; empty where it cannot be told.</summary>
    public string Image => Parts.IsEmpty ? "" : Reference.ToString();

    /// <summary>True where something else is meant to fill the image in before it is applied.</summary>
    public bool IsTemplate =>
        Parts.Any(part =>
            part.Scalar.Value.Contains('$', StringComparison.Ordinal)
            || part.Scalar.Value.Contains("{{", StringComparison.Ordinal)
        );

    /// <summary>True where a manifest runs it, and false where kustomize or Helm makes one of it.</summary>
    public bool IsContainer => Kind is not (KustomizeImages.Kind or HelmImages.Kind);

    /// <summary>File and line.</summary>
    public string Place => $"{File.Path}:{Start.Line}";

    /// <summary>
    /// What has to be written to state another image; nothing where it already does. An image without a digest leaves the digest
    /// that is there as it is.
    /// </summary>
    /// <exception cref="ManifestException">The scalars that are there cannot state it.</exception>
    public ImmutableArray<ImageEdit> EditsTo(ImageReference image)
    {
        if (FixedName is { } name && name != image.Name)
            throw new ManifestException(
                $"{this} keeps the repository {name}, but the image is in {image.Name}: "
                    + $"add \"newName: {image.Name}\" to the entry"
            );

        if (image.Tag is null && this[ImagePartKind.Tag] is not null)
            throw new ManifestException($"{this} states a tag, and {image} has none");

        var hasRegistry = this[ImagePartKind.Registry] is not null;
        return
        [
            .. Parts
                .Where(part => part.Kind != ImagePartKind.Digest || image.Digest is not null)
                .Select(part => new ImageEdit(part.Scalar, part.ValueFor(image, hasRegistry)))
                .Where(edit => edit.Value != edit.Scalar.Value),
        ];
    }

    /// <summary>True where nothing has to be written to state the image: kustomize and Helm need not state all of it.</summary>
    public bool States(ImageReference image)
    {
        try
        {
            return EditsTo(image).IsEmpty;
        }
        catch (ManifestException)
        {
            return false;
        }
    }

    /// <summary>Place, workload, container and image, for messages.</summary>
    public override string ToString()
    {
        var image = Image.Length > 0 ? $" ({Image})" : "";
        return Kind switch
        {
            KustomizeImages.Kind => $"{Place} {Kind}, images entry {Workload}{image}",
            HelmImages.Kind => $"{Place} {Kind}, {Container}{image}",
            _ => $"{Place} {Kind} {Workload}, container {Container}{image}",
        };
    }

    private string? this[ImagePartKind kind] => Parts.FirstOrDefault(part => part.Kind == kind)?.Scalar.Value;

    private ImageReference Read() =>
        this[ImagePartKind.Reference] is { } whole ? ImageReference.Parse(whole)
        : this[ImagePartKind.Registry] is { } registry ? Tagged(new(registry, this[ImagePartKind.Repository] ?? ""))
        : Tagged(ImageReference.Parse(this[ImagePartKind.Repository] ?? FixedName ?? ""));

    private ImageReference Tagged(ImageReference image)
    {
        var tag = this[ImagePartKind.Tag]?.Split('@', 2);
        var digest = this[ImagePartKind.Digest] ?? tag?.ElementAtOrDefault(1);
        return image with
        {
            Tag = tag is [{ Length: > 0 } text, ..] ? text : null,
            Digest = digest is { Length: > 0 } ? digest : null,
        };
    }
}

using Pipeline.Catalog;

namespace Pipeline.Deployments.GitOps.Manifests;

/// <summary>
/// An image as a manifest states it: for a container, in an entry of kustomize's <c>images</c>, or in Helm values.
/// </summary>
internal sealed class ManifestImage
{
    public required ManifestFile File { get; init; }

    /// <summary>
    /// The kind that states it: of a workload, such as <c>Deployment</c>; <c>Kustomization</c>; or <c>values</c>.
    /// </summary>
    public required string Kind { get; init; }

    /// <summary>
    /// The workload's name; for kustomize the name that is replaced; in values the key above the image's; or empty.
    /// </summary>
    public required string Workload { get; init; }

    /// <summary>
    /// The name to match with a service: <see cref="Workload"/>, or the last part of an image's name.
    /// </summary>
    public string Name => Kind == KustomizeImages.Kind ? ServiceNames.LastPart(Workload) : Workload;

    /// <summary>The container's name; in values the path of keys; empty where there is none.</summary>
    public string Container { get; init; } = "";

    /// <summary>True for an init container.</summary>
    public bool IsInit { get; init; }

    /// <summary>The scalars that state it, without empty ones.</summary>
    public required ImmutableArray<ImagePart> Parts { get; init; }

    /// <summary>Its place.</summary>
    public required ManifestScalar Start { get; init; }

    /// <summary>Its place among all files; another image may be stated there too.</summary>
    public Spot Spot => new(File, Start.Start);

    /// <summary>Why the scalars cannot be changed alone; null where they can.</summary>
    public string? Obstacle { get; init; }

    /// <summary>The repository that kustomize gives the image, where no scalar states it; null elsewhere.</summary>
    public string? FixedName { get; init; }

    /// <summary>The names around aliases of it, which change along; empty where there are none.</summary>
    public ImmutableArray<string> SharedWith { get; init; } = [];

    /// <summary>The registry that a chart puts before the repository; null for none.</summary>
    public string? RegistryBefore { get; init; }

    /// <summary>True where the image's digest is stated too.</summary>
    public bool TakesDigest => Parts.Any(part => part.TakesDigest);

    /// <summary>The image, parsed.</summary>
    public ImageReference Reference => field ??= Read();

    /// <summary>The image as written; empty where it is unknown.</summary>
    public string Image => Parts.IsEmpty ? "" : Reference.ToString();

    /// <summary>True for a template that is filled in before it is applied.</summary>
    public bool IsTemplate =>
        Parts.Any(part =>
            part.Scalar.Value.Contains('$', StringComparison.Ordinal)
            || part.Scalar.Value.Contains("{{", StringComparison.Ordinal)
        );

    /// <summary>True where a workload states it; false for kustomize and Helm values.</summary>
    public bool IsContainer => Kind is not (KustomizeImages.Kind or HelmImages.Kind);

    /// <summary>File and line.</summary>
    public string Place => $"{File.Path}:{Start.Line}";

    /// <summary>
    /// The edits to state another image; none where it already does. An image without a digest leaves an existing
    /// digest as it is.
    /// </summary>
    /// <exception cref="ManifestException">The existing scalars cannot state it.</exception>
    public ImmutableArray<ImageEdit> EditsTo(ImageReference image)
    {
        if (FixedName is { } name && name != image.Name)
            throw new ManifestException(
                $"{this} keeps the repository {name}, but the image is in {image.Name}: "
                    + $"add \"newName: {image.Name}\" to the entry"
            );

        if (image.Tag is null && this[ImagePartKind.Tag] is not null)
            throw new ManifestException($"{this} states a tag, and {image} has none");

        if (RegistryBefore is { } before && !image.Name.StartsWith($"{before}/", StringComparison.Ordinal))
            throw new ManifestException(
                $"the chart puts {before} before the repository of {this}, but the image is {image.Name}: change what it puts there"
            );

        var registry = this[ImagePartKind.Registry] is null ? RegistryBefore : image.Registry;
        return
        [
            .. Parts
                .Where(part => part.Kind != ImagePartKind.Digest || image.Digest is not null)
                .Select(part => new ImageEdit(part.Scalar, part.ValueFor(image, registry)))
                .Where(edit => edit.Value != edit.Scalar.Value),
        ];
    }

    /// <summary>The image in a chart that puts a registry before its repository.</summary>
    public ManifestImage Behind(string registry) =>
        new()
        {
            File = File,
            Kind = Kind,
            Workload = Workload,
            Container = Container,
            Parts = Parts,
            Start = Start,
            Obstacle = Obstacle,
            SharedWith = SharedWith,
            RegistryBefore = registry,
        };

    /// <summary>True where it already states the image; kustomize and Helm need not state all of it.</summary>
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
        : this[ImagePartKind.Replacement] is { } replacement ? ImageReference.Parse(ImagePart.ImageOf(replacement))
        : this[ImagePartKind.Registry] is { } registry ? Tagged(new(registry, this[ImagePartKind.Repository] ?? ""))
        : RegistryBefore is { } before ? Tagged(ImageReference.Parse($"{before}/{this[ImagePartKind.Repository]}"))
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

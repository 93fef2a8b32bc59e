using Pipeline.Foundation.Failures;

namespace Pipeline.Images.Registries;

/// <summary>A manifest as a registry gave it out, its bytes checked against its digest.</summary>
/// <param name="Digest">The digest of its bytes.</param>
/// <param name="MediaType">Its form.</param>
/// <param name="Bytes">Its bytes, which must not be written anew: they are what the digest stands for.</param>
internal sealed record ManifestContent(string Digest, string MediaType, byte[] Bytes)
{
    /// <summary>The manifest of one image, or of an artifact.</summary>
    public const string ManifestType = "application/vnd.oci.image.manifest.v1+json";

    /// <summary>A list of manifests: of an image's platforms, or of what refers to an image.</summary>
    public const string IndexType = "application/vnd.oci.image.index.v1+json";

    private sealed record Document(
        string? MediaType,
        string? ArtifactType = null,
        Descriptor? Config = null,
        ImmutableArray<Descriptor>? Layers = null,
        ImmutableArray<Descriptor>? Manifests = null,
        Descriptor? Subject = null,
        ImmutableSortedDictionary<string, string>? Annotations = null
    );

    /// <summary>The blobs that it is made of.</summary>
    public required ImmutableArray<Descriptor> Blobs { get; init; }

    /// <summary>The manifests that it is a list of.</summary>
    public required ImmutableArray<Descriptor> Manifests { get; init; }

    /// <summary>What it refers to; null where it refers to nothing.</summary>
    public Descriptor? Subject { get; init; }

    /// <summary>Names it, as an index does.</summary>
    public required Descriptor Descriptor { get; init; }

    /// <summary>Reads a manifest whose digest was checked.</summary>
    /// <param name="digest">The digest of the bytes.</param>
    /// <param name="stated">The form that the registry states; null where it states none.</param>
    /// <param name="bytes">The bytes.</param>
    /// <param name="source">Where it comes from, for messages.</param>
    /// <exception cref="StepFailedException">It is no manifest, or contradicts what the registry says of it.</exception>
    public static ManifestContent Read(string digest, string? stated, byte[] bytes, string source)
    {
        var document = OciJson.Read<Document>(bytes, source, "image manifest");
        var type =
            document.MediaType ?? stated ?? throw new StepFailedException($"{source} does not say which form it has");
        if (!Manifest.MediaTypes.Contains(type))
            throw new StepFailedException($"{source} is no image manifest: its form is {type}");
        if (stated is not null && stated != type && Manifest.MediaTypes.Contains(stated))
            throw new StepFailedException(
                $"{source} is damaged or forged: the registry says {stated}, and it is {type}"
            );

        ImmutableArray<Descriptor> blobs =
        [
            .. document.Config is { } config ? [config] : ImmutableArray<Descriptor>.Empty,
            .. document.Layers ?? [],
        ];
        var manifests = document.Manifests ?? [];
        if (blobs.Concat(manifests).FirstOrDefault(part => !part.IsValid) is { } wrong)
            throw new StepFailedException($"{source} names a part that no registry can hold: {wrong.Digest}");
        return new(digest, type, bytes)
        {
            Blobs = blobs,
            Manifests = manifests,
            Subject = document.Subject,
            Descriptor = new(type, digest, bytes.Length)
            {
                // Of an artifact without a type of its own, the configuration's form tells what it is.
                ArtifactType = document.ArtifactType ?? document.Config?.MediaType,
                Annotations = document.Annotations,
            },
        };
    }
}

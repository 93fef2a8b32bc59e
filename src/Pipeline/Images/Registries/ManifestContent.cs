using Pipeline.Foundation.Failures;

namespace Pipeline.Images.Registries;

/// <summary>A manifest with its original bytes, verified against its digest.</summary>
/// <param name="Digest">The digest of its bytes.</param>
/// <param name="MediaType">Its media type.</param>
/// <param name="Bytes">Its bytes, which must not be serialized again, as the digest is of these.</param>
internal sealed record ManifestContent(string Digest, string MediaType, byte[] Bytes)
{
    /// <summary>The media type of an image or artifact.</summary>
    public const string ManifestType = "application/vnd.oci.image.manifest.v1+json";

    /// <summary>The media type of an index: of an image's platforms, or of referrers.</summary>
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

    /// <summary>Its blobs: configuration and layers.</summary>
    public required ImmutableArray<Descriptor> Blobs { get; init; }

    /// <summary>The manifests in an index.</summary>
    public required ImmutableArray<Descriptor> Manifests { get; init; }

    /// <summary>The subject that it refers to; null for none.</summary>
    public Descriptor? Subject { get; init; }

    /// <summary>Its descriptor, as in an index.</summary>
    public required Descriptor Descriptor { get; init; }

    /// <summary>Reads a manifest whose digest was checked.</summary>
    /// <param name="digest">The digest of the bytes.</param>
    /// <param name="stated">The media type that the registry states; null where it states none.</param>
    /// <param name="bytes">The bytes.</param>
    /// <param name="source">Where it comes from, for messages.</param>
    /// <exception cref="StepFailedException">It is no manifest, or of another media type than stated.</exception>
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
                // Without an artifactType, the configuration's media type is the artifact's.
                ArtifactType = document.ArtifactType ?? document.Config?.MediaType,
                Annotations = document.Annotations,
            },
        };
    }
}

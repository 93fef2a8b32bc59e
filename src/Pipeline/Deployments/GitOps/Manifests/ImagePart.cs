using Pipeline.Catalog;

namespace Pipeline.Deployments.GitOps.Manifests;

/// <summary>The part of an image that a scalar states.</summary>
internal enum ImagePartKind
{
    /// <summary>All of it.</summary>
    Reference,

    /// <summary>The registry alone.</summary>
    Registry,

    /// <summary>The repository; with the registry, where no other scalar states it.</summary>
    Repository,

    /// <summary>The tag; where there is an <c>@</c> in it, the digest too.</summary>
    Tag,

    /// <summary>The digest, with or without <c>sha256:</c>.</summary>
    Digest,

    /// <summary>A replacement as Argo CD writes it: <c>[NAME=]REPOSITORY[:TAG][@DIGEST]</c>.</summary>
    Replacement,
}

/// <summary>A scalar that states an image, or a part of one.</summary>
internal sealed record ImagePart(ImagePartKind Kind, ManifestScalar Scalar)
{
    private const string Algorithm = "sha256:";

    /// <summary>The scalar's value for an image, in its current form.</summary>
    /// <param name="image">The image.</param>
    /// <param name="registry">What stands before the repository in another place; null where nothing does.</param>
    public string ValueFor(ImageReference image, string? registry) =>
        Kind switch
        {
            ImagePartKind.Registry => image.Registry ?? "",
            ImagePartKind.Repository => registry is null ? image.Name : image.Name[(registry.Length + 1)..],
            ImagePartKind.Replacement => Replacement(image),
            ImagePartKind.Tag when image.Digest is not null && Scalar.Value.Contains('@', StringComparison.Ordinal) =>
                $"{image.Tag}@{image.Digest}",
            ImagePartKind.Tag => image.Tag!,
            ImagePartKind.Digest when IsBare(Scalar.Value) => image.Digest![Algorithm.Length..],
            ImagePartKind.Digest => image.Digest!,
            _ => image.ToString(),
        };

    /// <summary>True where the scalar has a place for a digest.</summary>
    public bool TakesDigest =>
        Kind is ImagePartKind.Reference or ImagePartKind.Digest
        || (Kind != ImagePartKind.Repository && Scalar.Value.Contains('@', StringComparison.Ordinal));

    /// <summary>The image of a replacement, without the name that it replaces.</summary>
    public static string ImageOf(string replacement) =>
        replacement[(replacement.IndexOf('=', StringComparison.Ordinal) + 1)..];

    // Without a name, an image replaces those of its own repository.
    private string Replacement(ImageReference image)
    {
        var old = ImageReference.Parse(ImageOf(Scalar.Value));
        var name = Scalar.Value.Contains('=', StringComparison.Ordinal) ? Scalar.Value.Split('=')[0] : old.Name;
        var value = image with
        {
            Digest = old.Digest is null ? null : image.Digest ?? old.Digest,
            Tag = old is { Tag: null, Digest: not null } ? null : image.Tag,
        };
        return name == value.Name && !Scalar.Value.Contains('=', StringComparison.Ordinal)
            ? $"{value}"
            : $"{name}={value}";
    }

    private static bool IsBare(string digest) => digest.Length > 0 && !digest.Contains(':', StringComparison.Ordinal);
}

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
}

/// <summary>A scalar that states an image, or a part of one.</summary>
internal sealed record ImagePart(ImagePartKind Kind, ManifestScalar Scalar)
{
    private const string Algorithm = "sha256:";

    /// <summary>The scalar's value for an image, in its current form.</summary>
    /// <param name="image">The image.</param>
    /// <param name="hasRegistry">True where another scalar states the registry.</param>
    public string ValueFor(ImageReference image, bool hasRegistry) =>
        Kind switch
        {
            ImagePartKind.Registry => image.Registry ?? "",
            ImagePartKind.Repository => hasRegistry ? image.Repository : image.Name,
            ImagePartKind.Tag when image.Digest is not null && Scalar.Value.Contains('@', StringComparison.Ordinal) =>
                $"{image.Tag}@{image.Digest}",
            ImagePartKind.Tag => image.Tag!,
            ImagePartKind.Digest when IsBare(Scalar.Value) => image.Digest![Algorithm.Length..],
            ImagePartKind.Digest => image.Digest!,
            _ => image.ToString(),
        };

    private static bool IsBare(string digest) => digest.Length > 0 && !digest.Contains(':', StringComparison.Ordinal);
}

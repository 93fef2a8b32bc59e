using System.Security.Cryptography;
using System.Text.Json;
using Pipeline.Foundation.Failures;

namespace Pipeline.Images.Registries;

/// <summary>An image as a registry keeps it.</summary>
/// <param name="Digest">The digest of the manifest's own bytes: <c>sha256:…</c>.</param>
/// <param name="ConfigDigest">The digest of the image's configuration; null for an index of several images.</param>
internal sealed record Manifest(string Digest, string? ConfigDigest)
{
    /// <summary>The forms of manifest that are understood, as registries want to be told.</summary>
    public static readonly ImmutableArray<string> MediaTypes =
    [
        "application/vnd.oci.image.manifest.v1+json",
        "application/vnd.docker.distribution.manifest.v2+json",
        "application/vnd.oci.image.index.v1+json",
        "application/vnd.docker.distribution.manifest.list.v2+json",
    ];

    /// <summary>
    /// True where this is the image that an engine knows as <paramref name="id"/>: the configuration's digest, or with Docker's
    /// containerd store the manifest's.
    /// </summary>
    public bool IsImage(string id) => ConfigDigest == id || Digest == id;

    /// <summary>Reads a manifest and checks that it is what it is said to be.</summary>
    /// <param name="bytes">What the registry gave out.</param>
    /// <param name="source">Where it comes from, for messages.</param>
    /// <param name="claims">The digests that were asked for and that the registry stated; each has to hold.</param>
    public static Manifest Read(byte[] bytes, string source, IEnumerable<string?> claims)
    {
        var digest = Checked(bytes, source, claims);
        try
        {
            using var json = JsonDocument.Parse(bytes);
            return new(
                digest,
                json.RootElement.TryGetProperty("config", out var config)
                    ? config.GetProperty("digest").GetString()
                    : null
            );
        }
        catch (Exception broken) when (broken is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new StepFailedException($"{source} is no image manifest: {broken.Message}");
        }
    }

    /// <summary>The digest of a manifest's bytes, once it is known to be the one that it is said to be.</summary>
    /// <inheritdoc cref="Read"/>
    public static string Checked(byte[] bytes, string source, IEnumerable<string?> claims)
    {
        var digest = $"sha256:{Convert.ToHexStringLower(SHA256.HashData(bytes))}";
        // Other algorithms are allowed, and used by no registry.
        return claims.FirstOrDefault(claim => claim is not null && claim != digest) is { } other
            ? throw new StepFailedException(
                $"{source} is damaged or forged: the registry says {other}, and its bytes are {digest}"
            )
            : digest;
    }
}

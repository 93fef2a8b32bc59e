using System.Security.Cryptography;
using System.Text.Json;
using Pipeline.Foundation.Failures;

namespace Pipeline.Images.Registries;

/// <summary>The digests in an image manifest or index.</summary>
/// <param name="Digest">The digest of the manifest, <c>sha256:…</c>.</param>
/// <param name="ConfigDigest">The digest of the image's configuration; null for an index.</param>
internal sealed record Manifest(string Digest, string? ConfigDigest)
{
    /// <summary>The media types that are accepted.</summary>
    public static readonly ImmutableArray<string> MediaTypes =
    [
        "application/vnd.oci.image.manifest.v1+json",
        "application/vnd.docker.distribution.manifest.v2+json",
        "application/vnd.oci.image.index.v1+json",
        "application/vnd.docker.distribution.manifest.list.v2+json",
    ];

    /// <summary>
    /// True for the image with the id <paramref name="id"/> in an engine: the digest of its configuration, or with
    /// Docker's containerd image store that of its manifest.
    /// </summary>
    public bool IsImage(string id) => ConfigDigest == id || Digest == id;

    /// <summary>Reads a manifest, and verifies its digest.</summary>
    /// <param name="bytes">The response of the registry.</param>
    /// <param name="source">Where it comes from, for messages.</param>
    /// <param name="claims">The digests that were requested and that the registry stated; each has to match.</param>
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

    /// <summary>The verified digest of a manifest.</summary>
    /// <inheritdoc cref="Read"/>
    public static string Checked(byte[] bytes, string source, IEnumerable<string?> claims)
    {
        var digest = $"sha256:{Convert.ToHexStringLower(SHA256.HashData(bytes))}";
        // The specification allows other algorithms, which no registry uses.
        return claims.FirstOrDefault(claim => claim is not null && claim != digest) is { } other
            ? throw new StepFailedException(
                $"{source} is damaged or forged: the registry says {other}, and its bytes are {digest}; push it anew"
            )
            : digest;
    }
}

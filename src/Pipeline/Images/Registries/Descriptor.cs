using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Pipeline.Images.Registries;

/// <summary>An OCI content descriptor.</summary>
/// <param name="MediaType">The content's media type.</param>
/// <param name="Digest">Its digest, <c>sha256:…</c>.</param>
/// <param name="Size">In bytes.</param>
/// <remarks>https://github.com/opencontainers/image-spec/blob/main/descriptor.md</remarks>
internal sealed partial record Descriptor(string MediaType, string Digest, long Size)
{
    /// <summary>The type of an artifact, where it is the manifest of one; else null.</summary>
    public string? ArtifactType { get; init; }

    /// <summary>Its annotations; null for none.</summary>
    public ImmutableSortedDictionary<string, string>? Annotations { get; init; }

    /// <summary>
    /// Where to get content that registries do not store, such as non-distributable layers; null for any other.
    /// </summary>
    public ImmutableArray<string>? Urls { get; init; }

    /// <summary>The platform, in the index of a multi-platform image; else null.</summary>
    public ImagePlatform? Platform { get; init; }

    /// <summary>True where digest and size are well-formed.</summary>
    [JsonIgnore]
    public bool IsValid => Sha256().IsMatch(Digest) && Size >= 0;

    // The specification allows other algorithms, which no registry uses.
    [GeneratedRegex(@"\Asha256:[0-9a-f]{64}\z")]
    private static partial Regex Sha256();
}

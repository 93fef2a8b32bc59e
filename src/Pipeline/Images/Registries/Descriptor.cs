using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Pipeline.Foundation.Failures;

namespace Pipeline.Images.Registries;

/// <summary>Names a content of a registry: what it is, its digest, and how long it is.</summary>
/// <param name="MediaType">What it is.</param>
/// <param name="Digest">Its digest, <c>sha256:…</c>.</param>
/// <param name="Size">In bytes.</param>
/// <remarks>https://github.com/opencontainers/image-spec/blob/main/descriptor.md</remarks>
internal sealed partial record Descriptor(string MediaType, string Digest, long Size)
{
    /// <summary>What an artifact's manifest is about; null for anything else.</summary>
    public string? ArtifactType { get; init; }

    /// <summary>What else there is to say of it; null for nothing.</summary>
    public ImmutableSortedDictionary<string, string>? Annotations { get; init; }

    /// <summary>Where it lies outside of registries, as layers that must not be given away do; null where it lies in one.</summary>
    public ImmutableArray<string>? Urls { get; init; }

    /// <summary>Which of an image's platforms it is for; null for anything else.</summary>
    public ImagePlatform? Platform { get; init; }

    /// <summary>True for one that a registry may be asked for.</summary>
    [JsonIgnore]
    public bool IsValid => Sha256().IsMatch(Digest) && Size >= 0;

    // Other algorithms are allowed, and used by no registry.
    [GeneratedRegex(@"\Asha256:[0-9a-f]{64}\z")]
    private static partial Regex Sha256();
}

/// <summary>A platform, as an index names it.</summary>
/// <param name="Os">The operating system.</param>
/// <param name="Architecture">The processor.</param>
/// <param name="Variant">Which of its kind; null for the usual one.</param>
internal sealed record ImagePlatform(string? Os = null, string? Architecture = null, string? Variant = null)
{
    /// <summary>False for what lies beside an image's platforms in its index, such as BuildKit's attestations.</summary>
    [JsonIgnore]
    public bool IsKnown => Os != "unknown";

    /// <inheritdoc />
    public override string ToString() => string.Join('/', new[] { Os, Architecture, Variant }.OfType<string>());
}

/// <summary>How the documents of the image specification are written.</summary>
internal static class OciJson
{
    public static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    public static byte[] Write<T>(T document) => JsonSerializer.SerializeToUtf8Bytes(document, Options);

    /// <summary>Reads a document; properties that are not known are passed over.</summary>
    /// <exception cref="StepFailedException">It is not what it should be.</exception>
    public static T Read<T>(byte[] json, string source, string kind)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json, Options) ?? throw new JsonException("it is empty");
        }
        catch (JsonException broken)
        {
            throw new StepFailedException($"{source} is no {kind}: {broken.Message}");
        }
    }
}

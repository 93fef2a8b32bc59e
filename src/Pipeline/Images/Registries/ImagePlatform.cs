using System.Text.Json.Serialization;

namespace Pipeline.Images.Registries;

/// <summary>The platform of an entry of an index.</summary>
/// <param name="Os">The operating system.</param>
/// <param name="Architecture">The processor architecture.</param>
/// <param name="Variant">The variant of the architecture; null for the default one.</param>
internal sealed record ImagePlatform(string? Os = null, string? Architecture = null, string? Variant = null)
{
    /// <summary>False for entries that are no platform, such as BuildKit's attestations.</summary>
    [JsonIgnore]
    public bool IsKnown => Os != "unknown";

    /// <inheritdoc />
    public override string ToString() => string.Join('/', new[] { Os, Architecture, Variant }.OfType<string>());
}

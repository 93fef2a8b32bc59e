using System.Text.Json.Serialization;

namespace Pipeline.Images.Registries;

/// <summary>The parts of an image's configuration that are used here.</summary>
/// <param name="Os">The operating system.</param>
/// <param name="Architecture">The processor architecture.</param>
/// <param name="Variant">The variant of the architecture; null for the default one.</param>
/// <param name="Config">Its runtime configuration; null where it has none.</param>
/// <remarks>https://github.com/opencontainers/image-spec/blob/main/config.md</remarks>
internal sealed record ImageConfiguration(
    string Os,
    string Architecture,
    string? Variant = null,
    ImageConfiguration.Running? Config = null
)
{
    /// <summary>The runtime configuration.</summary>
    internal sealed record Running(
        // Capitalised, unlike the other keys, as in Docker's own format.
        [property: JsonPropertyName("Labels")] ImmutableDictionary<string, string>? Labels = null
    );

    /// <summary>The platform in the notation of builders, <c>linux/arm64</c>.</summary>
    public string Platform => string.Join('/', new[] { Os, Architecture, Variant }.OfType<string>());

    /// <summary>Its labels.</summary>
    public IReadOnlyDictionary<string, string> Labels => Config?.Labels ?? ImmutableDictionary<string, string>.Empty;
}

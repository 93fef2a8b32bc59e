using System.Text.Json.Serialization;

namespace Pipeline.Images.Registries;

/// <summary>What an image's configuration says, as far as it matters here.</summary>
/// <param name="Os">The operating system.</param>
/// <param name="Architecture">The processor.</param>
/// <param name="Variant">Which of its kind; null for the usual one.</param>
/// <param name="Config">How it runs; null where it does not say.</param>
/// <remarks>https://github.com/opencontainers/image-spec/blob/main/config.md</remarks>
internal sealed record ImageConfiguration(
    string Os,
    string Architecture,
    string? Variant = null,
    ImageConfiguration.Running? Config = null
)
{
    /// <summary>The part about running it.</summary>
    internal sealed record Running(
        // Named as in Docker's own format, unlike what stands beside it.
        [property: JsonPropertyName("Labels")] ImmutableDictionary<string, string>? Labels = null
    );

    /// <summary>Operating system, processor and variant, as builders name them.</summary>
    public string Platform => string.Join('/', new[] { Os, Architecture, Variant }.OfType<string>());

    /// <summary>Its labels.</summary>
    public IReadOnlyDictionary<string, string> Labels => Config?.Labels ?? ImmutableDictionary<string, string>.Empty;
}

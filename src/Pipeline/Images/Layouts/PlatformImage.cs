using System.Text.Json.Serialization;
using Pipeline.Execution;
using Pipeline.Images.Registries;

namespace Pipeline.Images.Layouts;

/// <summary>An image for one platform.</summary>
/// <param name="Manifest">Its manifest.</param>
/// <param name="Configuration">What its configuration says.</param>
internal sealed record PlatformImage(ManifestContent Manifest, ImageConfiguration Configuration)
{
    /// <summary>The platform, <c>linux/arm64</c>.</summary>
    public string Platform => Configuration.Platform;

    /// <summary>The configuration.</summary>
    public Descriptor Config => Manifest.Blobs[0];

    /// <summary>The layers, from the lowest.</summary>
    public IEnumerable<Descriptor> Layers => Manifest.Blobs.Skip(1);

    /// <summary>Reads the configuration that a manifest names.</summary>
    /// <param name="manifest">The manifest.</param>
    /// <param name="read">Reads a blob, its bytes checked.</param>
    /// <exception cref="StepFailedException">It is not the manifest of an image.</exception>
    public static PlatformImage Read(ManifestContent manifest, Func<Descriptor, byte[]> read) =>
        manifest.Blobs.IsEmpty
            ? throw new StepFailedException($"{manifest.Digest} is no image: it has no configuration")
            : new(
                manifest,
                OciJson.Read<ImageConfiguration>(read(manifest.Blobs[0]), manifest.Digest, "image configuration")
            );
}

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

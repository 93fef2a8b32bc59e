using Pipeline.Foundation.Failures;
using Pipeline.Images.Registries;

namespace Pipeline.Images.Layouts;

/// <summary>The image of one platform.</summary>
/// <param name="Manifest">Its manifest.</param>
/// <param name="Configuration">Its configuration.</param>
internal sealed record PlatformImage(ManifestContent Manifest, ImageConfiguration Configuration)
{
    /// <summary>The platform, <c>linux/arm64</c>.</summary>
    public string Platform => Configuration.Platform;

    /// <summary>The configuration.</summary>
    public Descriptor Config => Manifest.Blobs[0];

    /// <summary>The layers, from the bottom.</summary>
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

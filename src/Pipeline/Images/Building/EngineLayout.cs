using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using Nuke.Common.IO;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;
using Pipeline.Images.Engines;
using Pipeline.Images.Layouts;
using Pipeline.Images.Registries;

namespace Pipeline.Images.Building;

/// <summary>
/// Writes images of the container engine as OCI layouts. Layers are compressed, as for a push, and without a time, so
/// that the same image always has the same digest.
/// </summary>
internal static class EngineLayout
{
    private const string OciManifest = ManifestContent.ManifestType;
    private const string OciConfig = "application/vnd.oci.image.config.v1+json";
    private const string OciLayer = "application/vnd.oci.image.layer.v1.tar+gzip";
    private const string DockerManifest = "application/vnd.docker.distribution.manifest.v2+json";
    private const string DockerConfig = "application/vnd.docker.container.image.v1+json";
    private const string DockerLayer = "application/vnd.docker.image.rootfs.diff.tar.gzip";

    /// <summary>Writes the layout of an image.</summary>
    /// <param name="image">The image, which the engine finds by its id.</param>
    /// <param name="folder">The folder of the layout; its former content is replaced.</param>
    /// <param name="step">The step.</param>
    /// <exception cref="StepFailedException">The image is gone, or another one is in its place.</exception>
    public static async Task<ImageLayout> Write(BuiltImage image, AbsolutePath folder, StepContext step)
    {
        var engine = await step.Engine();
        var archive = step.Output("scratch", "exported.tar");
        try
        {
            await engine.Save(image.Id, archive, step.Cancellation);
            await ImageArchive.Verify(archive, image, step.Cancellation);
            return await ImageLayout.Replace(
                folder,
                part => Convert(archive, part, engine.IsDocker, step.Cancellation),
                step.Cancellation
            );
        }
        finally
        {
            File.Delete(archive);
        }
    }

    /// <summary>Converts what an engine has saved.</summary>
    internal static async Task Convert(
        AbsolutePath archive,
        AbsolutePath folder,
        bool isDocker,
        CancellationToken cancellation
    )
    {
        var saved = await ImageArchive.Parts(archive, cancellation);
        var (manifestType, configType, layerType) = isDocker
            ? (DockerManifest, DockerConfig, DockerLayer)
            : (OciManifest, OciConfig, OciLayer);
        var blobs = await Blobs(archive, [saved.Config, .. saved.Layers], folder, cancellation);
        var bytes = OciJson.Write(
            new
            {
                schemaVersion = 2,
                mediaType = manifestType,
                config = Of(saved.Config, configType),
                layers = saved.Layers.Select(layer => Of(layer, layerType)),
            }
        );
        var manifest = ManifestContent.Read(Digest(SHA256.HashData(bytes)), null, bytes, archive);
        await ImageLayout.Write(folder, manifest.Descriptor, [manifest]);

        Descriptor Of(string name, string type) =>
            blobs.GetValueOrDefault(name) is { } blob
                ? new(type, blob.Digest, blob.Size)
                : throw new StepFailedException($"the engine saved an image without its part {name}: build it again");
    }

    private static async Task<Dictionary<string, Blob>> Blobs(
        AbsolutePath archive,
        ImmutableArray<string> names,
        AbsolutePath folder,
        CancellationToken cancellation
    )
    {
        var blobs = new Dictionary<string, Blob>();
        await using var file = File.OpenRead(archive);
        await using var tar = new TarReader(file);
        while (await tar.GetNextEntryAsync(cancellationToken: cancellation) is { } entry)
            if (names.Contains(entry.Name) && entry.DataStream is { } content)
                blobs[entry.Name] = await Add(content, folder, isConfig: entry.Name == names[0], cancellation);
        return blobs;
    }

    private static async Task<Blob> Add(
        Stream content,
        AbsolutePath folder,
        bool isConfig,
        CancellationToken cancellation
    )
    {
        var part = ImageLayout.FileOf(folder, "sha256:part");
        // Docker's containerd image store saves layers as they were pulled or built: compressed.
        var beginning = new byte[2];
        var length = await content.ReadAtLeastAsync(beginning, 2, throwOnEndOfStream: false, cancellation);
        var isWritten = isConfig || beginning is [0x1f, 0x8b];
        await using (var written = File.Create(part))
        await using (var packed = isWritten ? written : new GZipStream(written, CompressionLevel.Optimal) as Stream)
        {
            await packed.WriteAsync(beginning.AsMemory(0, length), cancellation);
            await content.CopyToAsync(packed, cancellation);
        }

        await using var read = File.OpenRead(part);
        var blob = new Blob(Digest(await SHA256.HashDataAsync(read, cancellation)), read.Length);
        File.Move(part, ImageLayout.FileOf(folder, blob.Digest), overwrite: true);
        return blob;
    }

    private static string Digest(byte[] hash) => $"sha256:{System.Convert.ToHexStringLower(hash)}";

    private sealed record Blob(string Digest, long Size);
}

using System.Security.Cryptography;
using Nuke.Common.IO;
using Pipeline.Execution.Logs;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;
using Pipeline.Images.Registries;

namespace Pipeline.Images.Layouts;

/// <summary>An image in an OCI layout, for one platform or, by an index, for several.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="Root">Its manifest or index.</param>
/// <param name="Images">The images of its platforms.</param>
/// <remarks>https://github.com/opencontainers/image-spec/blob/main/image-layout.md</remarks>
internal sealed record ImageLayout(AbsolutePath Folder, ManifestContent Root, ImmutableArray<PlatformImage> Images)
{
    private const string IndexName = "index.json";

    private sealed record Index(ImmutableArray<Descriptor> Manifests);

    private sealed record LayoutVersion(string ImageLayoutVersion);

    /// <summary>The image's digest, by which it is pushed, signed and deployed.</summary>
    public string Digest => Root.Digest;

    /// <summary>The folder of the layout that a step is about.</summary>
    public static AbsolutePath In(StepContext step) => step.Artifacts / "images" / step.Subject.Name;

    /// <summary>The layout in a folder; null where there is none.</summary>
    /// <exception cref="StepFailedException">It is damaged.</exception>
    public static ImageLayout? Find(AbsolutePath folder) => File.Exists(folder / IndexName) ? Read(folder) : null;

    /// <summary>The layout in a folder; null where there is none, or where it is damaged, which is logged.</summary>
    public static ImageLayout? FindWhole(AbsolutePath folder, StepLog log)
    {
        try
        {
            return Find(folder);
        }
        catch (StepFailedException damaged)
        {
            log.Write($"built again: {damaged.Message}");
            return null;
        }
    }

    /// <summary>Its distinct blobs, without manifests.</summary>
    public IEnumerable<Descriptor> Blobs =>
        Images.SelectMany(image => image.Manifest.Blobs).DistinctBy(blob => blob.Digest);

    /// <summary>Opens a blob.</summary>
    public FileStream Open(Descriptor blob)
    {
        var file = Existing(Folder, blob);
        var content = new FileStream(
            file,
            FileMode.Open,
            FileAccess.Read,
            FileShare.Read,
            64 * 1024,
            FileOptions.Asynchronous
        );
        if (content.Length == blob.Size)
            return content;

        content.Dispose();
        throw Changed(file);
    }

    /// <summary>Replaces the layout in a folder atomically.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="write">Writes a layout into a folder that does not exist yet.</param>
    /// <param name="cancellation">Cancels it.</param>
    /// <exception cref="StepFailedException">What was written is no image layout.</exception>
    public static async Task<ImageLayout> Replace(
        AbsolutePath folder,
        Func<AbsolutePath, Task> write,
        CancellationToken cancellation
    )
    {
        var part = (AbsolutePath)$"{folder}.part";
        Delete(part);
        Directory.CreateDirectory(part.Parent!);
        try
        {
            await write(part);
            cancellation.ThrowIfCancellationRequested();
            _ = Read(part);
            Delete(folder);
            Directory.Move(part, folder);
        }
        finally
        {
            Delete(part);
        }

        return Read(folder);
    }

    /// <summary>Copies what belongs to the image, and nothing else.</summary>
    /// <param name="folder">The folder of the copy; its former content is replaced.</param>
    /// <param name="cancellation">Cancels it.</param>
    /// <exception cref="StepFailedException">A part of it is missing, or has changed.</exception>
    public Task<ImageLayout> CopyTo(AbsolutePath folder, CancellationToken cancellation) =>
        Replace(
            folder,
            async part =>
            {
                foreach (var blob in Blobs)
                {
                    await using var content = Open(blob);
                    await using var copy = File.Create(FileOf(part, blob.Digest));
                    await content.CopyToAsync(copy, cancellation);
                }

                var manifests = Images.Select(image => image.Manifest).Append(Root).DistinctBy(each => each.Digest);
                await Write(part, Root.Descriptor, manifests);
            },
            cancellation
        );

    /// <summary>Completes the layout of an image whose blobs are in the folder already.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="root">The image's manifest or index.</param>
    /// <param name="manifests">All of its manifests.</param>
    public static async Task Write(AbsolutePath folder, Descriptor root, IEnumerable<ManifestContent> manifests)
    {
        foreach (var manifest in manifests)
            await File.WriteAllBytesAsync(FileOf(folder, manifest.Digest), manifest.Bytes);
        await File.WriteAllBytesAsync(folder / "oci-layout", OciJson.Write(new LayoutVersion("1.0.0")));
        await File.WriteAllBytesAsync(
            folder / IndexName,
            OciJson.Write(
                new
                {
                    schemaVersion = 2,
                    mediaType = ManifestContent.IndexType,
                    manifests = new[] { root },
                }
            )
        );
    }

    /// <summary>The path of a blob's file, whose folder is created.</summary>
    public static AbsolutePath FileOf(AbsolutePath folder, string digest)
    {
        var blobs = folder / "blobs" / "sha256";
        Directory.CreateDirectory(blobs);
        return blobs / digest.Split(':')[1];
    }

    private static ImageLayout Read(AbsolutePath folder)
    {
        var index = folder / IndexName;
        if (!File.Exists(index))
            throw new StepFailedException(
                $"{folder} is no OCI layout: BuildKit 0.11 or later is needed, which writes them as folders"
            );
        var named = OciJson.Read<Index>(File.ReadAllBytes(index), index, "index of an OCI layout").Manifests;
        if (named is not [var root])
            throw new StepFailedException($"{index} names {named.Length} images, not one");

        var manifest = ReadManifest(folder, root);
        var images = manifest.Manifests.IsEmpty
            ? [PlatformImage.Read(manifest, Bytes)]
            : manifest.Manifests.Select(each => PlatformImage.Read(ReadManifest(folder, each), Bytes));
        return new(folder, manifest, [.. images]);

        byte[] Bytes(Descriptor blob) => ReadChecked(folder, blob);
    }

    private static ManifestContent ReadManifest(AbsolutePath folder, Descriptor descriptor) =>
        ManifestContent.Read(
            descriptor.Digest,
            descriptor.MediaType,
            ReadChecked(folder, descriptor),
            FileOf(folder, descriptor.Digest)
        );

    private static byte[] ReadChecked(AbsolutePath folder, Descriptor descriptor)
    {
        if (!descriptor.IsValid)
            throw new StepFailedException($"{folder} names a part that it cannot hold: {descriptor.Digest}");
        var file = Existing(folder, descriptor);
        var bytes = File.ReadAllBytes(file);
        return $"sha256:{Convert.ToHexStringLower(SHA256.HashData(bytes))}" == descriptor.Digest
            ? bytes
            : throw Changed(file);
    }

    private static AbsolutePath Existing(AbsolutePath folder, Descriptor part) =>
        FileOf(folder, part.Digest) is var file && File.Exists(file)
            ? file
            : throw new StepFailedException($"{folder} lacks {part.Digest}, a part of the image: build it again");

    private static StepFailedException Changed(AbsolutePath file) =>
        new($"{file} is not what was built: build it again");

    private static void Delete(AbsolutePath folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }
}

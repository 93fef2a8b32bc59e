using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text.Json;
using Nuke.Common.IO;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;
using Pipeline.Images.Engines;
using Pipeline.Images.Layouts;
using Pipeline.Images.Registries;

namespace Pipeline.Images.Building;

/// <summary>
/// An archive of exactly the image that was built, in the format of <c>docker save</c>, for scanners.
/// </summary>
/// <param name="File">The archive.</param>
/// <param name="ImageId">The digest of its configuration, which scanners report as image id.</param>
/// <param name="Platform">The platform of a multi-platform image; else null.</param>
internal sealed record PlatformArchive(AbsolutePath File, string ImageId, string? Platform)
{
    /// <summary>The digest of the platform's manifest in a multi-platform image; else null.</summary>
    public string? Manifest { get; init; }

    /// <summary>Runs a tool on an archive of an image, once for each platform.</summary>
    /// <param name="image">The image.</param>
    /// <param name="name">The name of the archive, which is deleted afterwards.</param>
    /// <param name="step">The step.</param>
    /// <param name="look">Runs the tool.</param>
    /// <exception cref="StepFailedException">The image is gone, or another one is in its place.</exception>
    public static async Task<ImmutableArray<T>> Each<T>(
        BuiltImage image,
        string name,
        StepContext step,
        Func<PlatformArchive, Task<T>> look
    )
    {
        var file = step.Output("scratch", name);
        var seen = ImmutableArray.CreateBuilder<T>();
        try
        {
            if (image.Layout is null)
            {
                await (await step.Engine()).Save(image.Id, file, step.Cancellation);
                await ImageArchive.Verify(file, image, step.Cancellation);
                seen.Add(await look(new(file, image.Id, null)));
            }
            else
            {
                var layout = LayoutOf(image, step);
                foreach (var part in layout.Images)
                {
                    await Write(layout, part, image, file, step.Cancellation);
                    var archive = new PlatformArchive(file, part.Config.Digest, null);
                    seen.Add(
                        await look(
                            layout.Images.Length == 1
                                ? archive
                                : archive with
                                {
                                    Platform = part.Platform,
                                    Manifest = part.Manifest.Digest,
                                }
                        )
                    );
                }
            }
        }
        finally
        {
            System.IO.File.Delete(file);
        }

        return seen.ToImmutable();
    }

    /// <summary>The layout of an image that was built as one.</summary>
    /// <exception cref="StepFailedException">It is gone, or holds another image.</exception>
    public static ImageLayout LayoutOf(BuiltImage image, StepContext step) =>
        ImageLayout.Find(step.Artifacts / image.Layout!) is { } layout && layout.Digest == image.Id
            ? layout
            : throw new StepFailedException(
                $"{image.Reference} was built into {step.Artifacts / image.Layout!}, and {image.Id} is no longer there: run Image again"
            );

    private static async Task Write(
        ImageLayout layout,
        PlatformImage part,
        BuiltImage image,
        AbsolutePath file,
        CancellationToken cancellation
    )
    {
        await using var archive = System.IO.File.Create(file);
        await using var tar = new TarWriter(archive, TarEntryFormat.Pax);
        var saved = new SavedImage(
            $"{Hex(part.Config)}.json",
            [$"{image.Reference}"],
            [.. part.Layers.Select(LayerName)]
        );
        await Add(tar, "manifest.json", new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(new[] { saved })));
        foreach (var blob in part.Manifest.Blobs.DistinctBy(blob => blob.Digest))
        {
            await using var content = layout.Open(blob);
            var digest = Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellation));
            if (digest != Hex(blob))
                throw new StepFailedException($"{content.Name} is not what was built: build it again");
            content.Position = 0;
            await Add(tar, blob == part.Config ? saved.Config : LayerName(blob), content);
        }

        async Task Add(TarWriter into, string name, Stream content) =>
            await into.WriteEntryAsync(
                new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = content },
                cancellation
            );
    }

    // Tools detect compression by content, not by name.
    private static string LayerName(Descriptor layer) => $"{Hex(layer)}.tar";

    private static string Hex(Descriptor blob) => blob.Digest.Split(':')[1];
}

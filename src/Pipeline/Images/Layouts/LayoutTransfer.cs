using Nuke.Common.IO;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;
using Pipeline.Images.Registries;

namespace Pipeline.Images.Layouts;

/// <summary>Pushes layouts to a registry, and pulls them, byte for byte.</summary>
internal static class LayoutTransfer
{
    private const int AtOnce = 3;

    /// <summary>
    /// Pushes a layout under a tag. Existing blobs are not sent again, and the tag comes last, so that it never names
    /// an incomplete image.
    /// </summary>
    /// <exception cref="StepFailedException">The registry refuses it.</exception>
    public static async Task Push(
        ImageLayout layout,
        RegistryClient registry,
        string repository,
        string tag,
        StepContext step
    )
    {
        await Parallel.ForEachAsync(
            layout.Blobs,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = step.Cancellation },
            async (blob, cancellation) =>
            {
                await using var content = layout.Open(blob);
                var isSent = await registry.Upload(repository, blob, content, step.Log, cancellation);
                step.Log.Write($"{blob.Digest}: {(isSent ? $"sent {blob.Size} bytes" : "is there already")}");
            }
        );
        foreach (var image in layout.Images.Where(image => image.Manifest.Digest != layout.Digest))
            await PushPlatform(image.Manifest);
        await registry.PutManifest(repository, tag, layout.Root, step.Log, step.Cancellation);

        // An earlier, interrupted push may have sent it.
        async Task PushPlatform(ManifestContent manifest)
        {
            if (await registry.FindManifest(repository, manifest.Digest, step.Log, step.Cancellation) is null)
                await registry.PutManifest(repository, null, manifest, step.Log, step.Cancellation);
        }
    }

    /// <summary>Pulls an image as a layout.</summary>
    /// <exception cref="StepFailedException">The registry lacks a part of it, or returns something else.</exception>
    public static Task<ImageLayout> Pull(
        RegistryClient registry,
        string repository,
        string digest,
        AbsolutePath folder,
        StepContext step
    )
    {
        return ImageLayout.Replace(
            folder,
            async part =>
            {
                var root = await Manifest(digest);
                var parts = await Task.WhenAll(root.Manifests.Select(each => Manifest(each.Digest)));
                foreach (var blob in parts.Append(root).SelectMany(each => each.Blobs).DistinctBy(blob => blob.Digest))
                    await Save(blob, part);
                await ImageLayout.Write(part, root.Descriptor, parts.Append(root));
            },
            step.Cancellation
        );

        async Task<ManifestContent> Manifest(string name) =>
            await registry.FindManifest(repository, name, step.Log, step.Cancellation) ?? throw Lacking(name);

        async Task Save(Descriptor blob, AbsolutePath part)
        {
            await using var content =
                await registry.Download(repository, blob, step.Log, step.Cancellation) ?? throw Lacking(blob.Digest);
            await using var file = File.Create(ImageLayout.FileOf(part, blob.Digest));
            await content.CopyToAsync(file, step.Cancellation);
        }

        StepFailedException Lacking(string name) =>
            new(
                $"{repository} in the registry lacks {name}, a part of the image {digest}: delete it there, and build again"
            );
    }
}

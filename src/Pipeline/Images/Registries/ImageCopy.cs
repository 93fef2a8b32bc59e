using Pipeline.Execution.Logs;
using Pipeline.Foundation.Failures;

namespace Pipeline.Images.Registries;

/// <summary>
/// Copies an image between registries by its digest, byte for byte, with all platforms and with its referrers:
/// signatures and attestations. What the target holds already is not sent again.
/// </summary>
internal sealed class ImageCopy(CopyEnd from, CopyEnd to, StepLog log, CancellationToken cancellation)
{
    private const int AtOnce = 3;

    private int blobs;
    private long bytes;

    /// <summary>Copies an image.</summary>
    /// <param name="digest">Its digest.</param>
    /// <param name="tag">The tag to set in the target; null for none.</param>
    /// <returns>What was done, as a sentence.</returns>
    /// <exception cref="StepFailedException">
    /// The tag names another image in the target, or one of the registries fails.
    /// </exception>
    public async Task<string> Run(string digest, string? tag)
    {
        var tagged = tag is null ? null : await to.Client.Find(to.Repository, tag, log, cancellation);
        if (tagged is not null && tagged.Digest != digest)
            throw new StepFailedException(
                $"{to}:{tag} is another image ({tagged.Digest}) than {from}@{digest}: nothing was overwritten"
            );

        var there = await to.Client.FindManifest(to.Repository, digest, log, cancellation);
        var manifest =
            there
            ?? await from.Client.FindManifest(from.Repository, digest, log, cancellation)
            ?? throw new StepFailedException($"{from} does not hold {digest}: nothing was copied");
        if (there is null)
            await Parts(manifest);
        if (tagged is null && (there is null || tag is not null))
            await to.Client.PutManifest(to.Repository, tag, manifest, log, cancellation);
        var referrers = await Referrers(digest);
        return there is not null && referrers == 0
            ? $"{to} holds {digest}: nothing was copied"
            : $"copied {digest} from {from} to {to}: {blobs} blobs, {bytes} bytes, {referrers} signatures and attestations";
    }

    private async Task Parts(ManifestContent manifest)
    {
        foreach (var part in manifest.Manifests)
            await Part(part);
        await Parallel.ForEachAsync(
            manifest.Blobs.DistinctBy(blob => blob.Digest),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
            async (blob, _) => await Blob(blob)
        );
    }

    private async Task Part(Descriptor part)
    {
        if (await to.Client.Find(to.Repository, part.Digest, log, cancellation) is not null)
            return;
        var manifest =
            await from.Client.FindManifest(from.Repository, part.Digest, log, cancellation)
            ?? throw new StepFailedException($"{from} lacks {part.Digest}, a part of the image: nothing was tagged");
        await Parts(manifest);
        await to.Client.PutManifest(to.Repository, null, manifest, log, cancellation);
    }

    private async Task Blob(Descriptor blob)
    {
        if (await to.Client.HasBlob(to.Repository, blob, log, cancellation))
            return;
        if (IsOneRegistry && await to.Client.Mount(to.Repository, blob, SourceInRegistry, log, cancellation))
        {
            log.Write($"mounted {blob.Digest}");
            return;
        }

        await using var content = await from.Client.Download(from.Repository, blob, log, cancellation);
        // Non-distributable layers are not copied.
        if (content is null && blob.Urls is { IsEmpty: false })
            return;
        if (content is null)
            throw new StepFailedException($"{from} lacks {blob.Digest}, a part of the image: nothing was tagged");
        await to.Client.Upload(to.Repository, blob, content, log, cancellation);
        log.Write($"copied {blob.Digest}, {blob.Size} bytes");
        Interlocked.Increment(ref blobs);
        Interlocked.Add(ref bytes, blob.Size);
    }

    private async Task<int> Referrers(string digest)
    {
        var there = await to.Client.Referrers(to.Repository, digest, log, cancellation);
        var missing = (await from.Client.Referrers(from.Repository, digest, log, cancellation))
            .ExceptBy(there.Select(referrer => referrer.Digest), referrer => referrer.Digest)
            .ToArray();
        foreach (var referrer in missing)
        {
            // In a registry without the referrers API, deleted referrers stay in the index.
            if (
                await from.Client.FindManifest(from.Repository, referrer.Digest, log, cancellation) is not { } manifest
                || manifest.Subject?.Digest != digest
            )
                continue;
            await Parts(manifest);
            await to.Client.PutReferrer(to.Repository, manifest, log, cancellation);
        }

        return missing.Length;
    }

    private bool IsOneRegistry => RegistryAddress.Host(from.Registry.Name) == RegistryAddress.Host(to.Registry.Name);

    private string SourceInRegistry => RegistryAddress.Repository(from.Registry.Name, from.Repository);
}

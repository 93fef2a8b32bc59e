using Pipeline.Execution.Logs;
using Pipeline.Foundation.Failures;

namespace Pipeline.Images.Registries;

/// <content>Artifacts under tags, with one attempt per request, as callers can do without.</content>
internal sealed partial class RegistryClient
{
    private readonly SemaphoreSlim config = new(1);

    /// <summary>True where a tag exists.</summary>
    /// <exception cref="StepFailedException">The registry fails.</exception>
    public async Task<bool> HasArtifact(string repository, string tag, CancellationToken cancellation)
    {
        var request = new RegistryRequest(HttpMethod.Head, $"{Path(repository)}/manifests/{tag}", Reading(repository))
        {
            Accept = [ManifestContent.ManifestType],
        };
        var answer = await Ask(request, null, cancellation);
        return answer.Status switch
        {
            System.Net.HttpStatusCode.OK => true,
            System.Net.HttpStatusCode.NotFound => false,
            _ => throw Refusal(answer, request),
        };
    }

    /// <summary>The verified content of the artifact under a tag; null where there is none.</summary>
    /// <exception cref="StepFailedException">The registry fails, or returns something else.</exception>
    public async Task<Stream?> OpenArtifact(string repository, string tag, CancellationToken cancellation) =>
        await FindManifest(repository, tag, null, cancellation) is { } manifest
            ? await Download(repository, Content(manifest, $"{repository}:{tag}"), null, cancellation)
            : null;

    /// <summary>The verified content of a referrer; null where there is none.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="referrer">The referrer's descriptor.</param>
    /// <param name="largest">The size limit in bytes.</param>
    /// <param name="log">Takes retries; null: nothing is retried.</param>
    /// <param name="cancellation">Cancels it.</param>
    /// <exception cref="StepFailedException">The registry fails, or returns something else.</exception>
    public async Task<byte[]?> ReadArtifact(
        string repository,
        Descriptor referrer,
        long largest,
        StepLog? log,
        CancellationToken cancellation
    )
    {
        if (await FindManifest(repository, referrer.Digest, log, cancellation) is not { } manifest)
            return null;
        var part = Content(manifest, $"{repository}@{referrer.Digest}");
        if (part.Size > largest)
            throw new StepFailedException(
                $"{repository}@{referrer.Digest} has a content of {part.Size} bytes: at most {largest} are read"
            );
        await using var content = await Download(repository, part, log, cancellation);
        if (content is null)
            return null;
        var bytes = new byte[part.Size];
        await content.ReadExactlyAsync(bytes, cancellation);
        return bytes;
    }

    /// <summary>Stores content as an artifact under a tag, which moves there.</summary>
    /// <exception cref="StepFailedException">The registry fails.</exception>
    public async Task SaveArtifact(
        string repository,
        string tag,
        Descriptor part,
        Stream content,
        CancellationToken cancellation
    )
    {
        await Upload(repository, part, content, null, cancellation);
        await UploadEmptyConfig(repository, null, cancellation);
        await PutManifest(repository, tag, Artifact(part.MediaType, part, null, null), null, cancellation);
    }

    private static Descriptor Content(ManifestContent manifest, string source) =>
        // The first blob is the configuration.
        manifest.Blobs
            is [_, var content]
            ? content
            : throw new StepFailedException($"{source} is another artifact");
}

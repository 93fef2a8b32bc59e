using System.Net;
using Pipeline.Execution.Logs;
using Pipeline.Foundation.Failures;

namespace Pipeline.Images.Registries;

internal sealed partial class RegistryClient
{
    /// <summary>
    /// The digest that a tag stands for, as the registry states it, which registries do not count as a pull; null where it has no such
    /// tag, or does not say. One attempt.
    /// </summary>
    /// <exception cref="StepFailedException">The registry does not answer as it should.</exception>
    public async Task<string?> StatedDigest(string repository, string tag, CancellationToken cancellation)
    {
        var request = new RegistryRequest(HttpMethod.Head, $"{Path(repository)}/manifests/{tag}", Reading(repository))
        {
            Accept = Manifest.MediaTypes,
        };
        var answer = await Ask(request, null, cancellation);
        return answer.Status switch
        {
            HttpStatusCode.OK => answer.Digest,
            HttpStatusCode.NotFound => null,
            _ => throw Refusal(answer, request),
        };
    }

    /// <summary>Has a tag name an image that is there, byte for byte the same, and takes it from any other.</summary>
    /// <exception cref="StepFailedException">The registry does not have the image, or does not let the tag be set.</exception>
    public async Task Tag(string repository, string digest, string tag, StepLog log, CancellationToken cancellation)
    {
        if (await FindManifest(repository, digest, log, cancellation) is not { } manifest)
            throw new StepFailedException(
                $"the registry {registry} lacks {repository}@{digest}, which was to be tagged {tag}"
            );

        log.Write($"tagging {repository}@{digest} as {tag}");
        await PutManifest(repository, tag, manifest, log, cancellation);
    }
}

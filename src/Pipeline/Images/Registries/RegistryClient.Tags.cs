using System.Net;
using Pipeline.Execution.Logs;
using Pipeline.Foundation.Failures;

namespace Pipeline.Images.Registries;

internal sealed partial class RegistryClient
{
    /// <summary>
    /// The digest of a tag, as the registry states it, which does not count as a pull; null where there is no such tag,
    /// or where the registry does not state it. One attempt.
    /// </summary>
    /// <exception cref="StepFailedException">The registry fails.</exception>
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

    /// <summary>Sets a tag to an image in the registry, moving it from any other.</summary>
    /// <exception cref="StepFailedException">The registry lacks the image, or refuses the tag.</exception>
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

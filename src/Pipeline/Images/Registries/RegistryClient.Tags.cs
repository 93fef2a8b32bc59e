using Pipeline.Execution;

namespace Pipeline.Images.Registries;

internal sealed partial class RegistryClient
{
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

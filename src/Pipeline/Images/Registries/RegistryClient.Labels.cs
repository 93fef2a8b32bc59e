using System.Text.Json;
using Pipeline.Execution.Logs;
using Pipeline.Foundation.Failures;

namespace Pipeline.Images.Registries;

internal sealed partial class RegistryClient
{
    /// <summary>The labels of an image, or of the first platform of an index; empty where it is no image.</summary>
    /// <exception cref="StepFailedException">The registry fails, or returns something else.</exception>
    public async Task<IReadOnlyDictionary<string, string>> Labels(
        string repository,
        ManifestContent image,
        StepLog log,
        CancellationToken cancellation
    )
    {
        var none = ImmutableDictionary<string, string>.Empty;
        if (image.Manifests is [var first, ..])
            return await FindManifest(repository, first.Digest, log, cancellation) is { Manifests: [] } one
                ? await Labels(repository, one, log, cancellation)
                : none;
        if (
            image.Blobs is not [var configuration, ..]
            || await Download(repository, configuration, log, cancellation) is not { } content
        )
            return none;

        await using (content)
            try
            {
                var found = await JsonSerializer.DeserializeAsync<ImageConfiguration>(
                    content,
                    OciJson.Options,
                    cancellation
                );
                return found?.Labels ?? none;
            }
            catch (JsonException)
            {
                return none;
            }
    }
}

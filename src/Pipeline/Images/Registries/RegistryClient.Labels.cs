using System.Text.Json;
using Pipeline.Execution;

namespace Pipeline.Images.Registries;

internal sealed partial class RegistryClient
{
    private sealed record ImageDocument(ImageConfiguration? Config);

    private sealed record ImageConfiguration(
        [property: System.Text.Json.Serialization.JsonPropertyName("Labels")]
            ImmutableSortedDictionary<string, string>? Labels
    );

    /// <summary>The labels of an image, of one for several platforms those of the first; none where it is no image.</summary>
    /// <exception cref="StepFailedException">The registry does not answer as it should, or gives out something else.</exception>
    public async Task<IReadOnlyDictionary<string, string>> Labels(
        string repository,
        ManifestContent image,
        StepLog log,
        CancellationToken cancellation
    )
    {
        var none = ImmutableSortedDictionary<string, string>.Empty;
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
                var document = await JsonSerializer.DeserializeAsync<ImageDocument>(
                    content,
                    OciJson.Options,
                    cancellation
                );
                return document?.Config?.Labels ?? none;
            }
            catch (JsonException)
            {
                return none;
            }
    }
}

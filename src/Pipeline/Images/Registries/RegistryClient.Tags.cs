using System.Net;
using System.Text.Json;
using Pipeline.Execution;

namespace Pipeline.Images.Registries;

internal sealed partial class RegistryClient
{
    /// <summary>Has a tag name an image that is there, byte for byte the same, and takes it from any other.</summary>
    /// <exception cref="StepFailedException">The registry does not have the image, or does not let the tag be set.</exception>
    public async Task Tag(string repository, string digest, string tag, StepLog log, CancellationToken cancellation)
    {
        var found = await Get($"{repository}/manifests/{digest}", log, cancellation);
        if (found.Status != HttpStatusCode.OK)
            throw Refusal(found.Status, $"it was asked for {repository} {digest}, to tag it {tag}");

        Manifest.Read(found.Body, $"{registry}/{repository}@{digest}", [digest, found.Digest]);
        log.Write($"tagging {repository}@{digest} as {tag}");
        using var manifest = new ByteArrayContent(found.Body);
        manifest.Headers.ContentType = new(MediaTypeOf(found.Body));
        using var answer = await Send(HttpMethod.Put, $"{repository}/manifests/{tag}", manifest, cancellation);
        Expect(answer, HttpStatusCode.Created);
    }

    // Only the OCI's forms may leave it out, and an index alone has manifests.
    private static string MediaTypeOf(byte[] manifest)
    {
        using var json = JsonDocument.Parse(manifest);
        return json.RootElement.TryGetProperty("mediaType", out var type) ? type.GetString()!
            : json.RootElement.TryGetProperty("manifests", out _) ? "application/vnd.oci.image.index.v1+json"
            : ManifestType;
    }
}

using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Pipeline.Execution;

namespace Pipeline.Images.Registries;

/// <content>Stores and gives out artifacts that are no images: one attempt each, for whoever can do without.</content>
internal sealed partial class RegistryClient
{
    private const string ManifestType = "application/vnd.oci.image.manifest.v1+json";

    // The specification's guidance for a configuration that says nothing: the two bytes {}.
    private static readonly ArtifactPart EmptyConfig = new(
        "application/vnd.oci.empty.v1+json",
        "sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a",
        2
    );

    private readonly SemaphoreSlim config = new(1);

    /// <summary>True where a tag is there.</summary>
    /// <exception cref="StepFailedException">The registry does not answer as it should.</exception>
    public async Task<bool> HasArtifact(string repository, string tag, CancellationToken cancellation)
    {
        using var answer = await Send(HttpMethod.Head, $"{repository}/manifests/{tag}", null, cancellation);
        return Expect(answer, HttpStatusCode.OK, HttpStatusCode.NotFound).StatusCode == HttpStatusCode.OK;
    }

    /// <summary>The content that an artifact has under a tag, to be read as it comes and not to be trusted; null where there is none.</summary>
    /// <exception cref="StepFailedException">The registry does not answer as it should.</exception>
    public async Task<(ArtifactPart Part, Stream Content)?> OpenArtifact(
        string repository,
        string tag,
        CancellationToken cancellation
    )
    {
        using var answer = await Send(HttpMethod.Get, $"{repository}/manifests/{tag}", null, cancellation);
        if (Expect(answer, HttpStatusCode.OK, HttpStatusCode.NotFound).StatusCode == HttpStatusCode.NotFound)
            return null;

        var part = ArtifactManifest.Read(
            await answer.Content.ReadAsByteArrayAsync(cancellation),
            $"{repository}:{tag}"
        );
        var blob = await Send(HttpMethod.Get, $"{repository}/blobs/{part.Digest}", null, cancellation);
        return Expect(blob, HttpStatusCode.OK, HttpStatusCode.NotFound).StatusCode == HttpStatusCode.NotFound
            ? null
            : (part, await blob.Content.ReadAsStreamAsync(cancellation));
    }

    /// <summary>Stores a content as an artifact under a tag, which it takes from another one.</summary>
    /// <exception cref="StepFailedException">The registry does not answer as it should.</exception>
    public async Task SaveArtifact(
        string repository,
        string tag,
        string type,
        ArtifactPart part,
        Stream content,
        CancellationToken cancellation
    )
    {
        await Upload(repository, part, content, cancellation);
        // All artifacts share this one: a registry that is just writing it refuses the manifests that name it.
        await config.WaitAsync(cancellation);
        try
        {
            await Upload(repository, EmptyConfig, new MemoryStream("{}"u8.ToArray()), cancellation);
        }
        finally
        {
            config.Release();
        }

        using var manifest = new ByteArrayContent(ArtifactManifest.Write(ManifestType, type, EmptyConfig, part));
        manifest.Headers.ContentType = new(ManifestType);
        using var answer = await Send(HttpMethod.Put, $"{repository}/manifests/{tag}", manifest, cancellation);
        Expect(answer, HttpStatusCode.Created);
    }

    private async Task Upload(string repository, ArtifactPart part, Stream content, CancellationToken cancellation)
    {
        using (var there = await Send(HttpMethod.Head, $"{repository}/blobs/{part.Digest}", null, cancellation))
            if (there.StatusCode == HttpStatusCode.OK)
                return;

        using var begun = await Send(HttpMethod.Post, $"{repository}/blobs/uploads/", null, cancellation);
        Expect(begun, HttpStatusCode.Accepted);
        var place = begun.Headers.Location is { } location
            ? new Uri(begun.RequestMessage!.RequestUri!, location)
            : throw new StepFailedException($"the registry {registry} takes an upload and does not say where");
        var target = $"{place}{(place.Query.Length > 0 ? '&' : '?')}digest={Uri.EscapeDataString(part.Digest)}";

        using var body = new StreamContent(content);
        body.Headers.ContentType = new("application/octet-stream");
        body.Headers.ContentLength = part.Size;
        using var answer = await Send(HttpMethod.Put, target, body, cancellation);
        Expect(answer, HttpStatusCode.Created);
    }

    private async Task<HttpResponseMessage> Send(
        HttpMethod method,
        string path,
        HttpContent? content,
        CancellationToken cancellation
    )
    {
        using var request = new HttpRequestMessage(method, new Uri(http.BaseAddress!, path)) { Content = content };
        request.Headers.Accept.Add(new(ManifestType));
        // Where an upload goes to another host, the login of this one is none of its business.
        if (
            request.RequestUri!.Authority == http.BaseAddress!.Authority
            && await credentials.Login(cancellation) is { } login
        )
            request.Headers.Authorization = Basic(login);

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        // A body takes as long as it takes; what must not last is the wait for a registry that does nothing.
        if (content is null)
            patience.CancelAfter(timeouts.Answer);
        try
        {
            return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
        }
        catch (HttpRequestException failure)
        {
            throw new StepFailedException($"the registry {registry} cannot be reached: {Reason(failure)}");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new StepFailedException(
                $"the registry {registry} hangs: it did not answer within {timeouts.Answer.TotalSeconds:0.#} s"
            );
        }
    }

    private HttpResponseMessage Expect(HttpResponseMessage answer, params HttpStatusCode[] statuses) =>
        statuses.Contains(answer.StatusCode)
            ? answer
            : throw Refusal(
                answer.StatusCode,
                $"it was asked for {answer.RequestMessage!.Method} {answer.RequestMessage.RequestUri!.AbsolutePath}"
            );
}

/// <summary>A blob of an artifact.</summary>
/// <param name="MediaType">What it is.</param>
/// <param name="Digest">Its digest, <c>sha256:…</c>.</param>
/// <param name="Size">In bytes.</param>
internal sealed record ArtifactPart(string MediaType, string Digest, long Size);

/// <summary>The manifest of an artifact with one content.</summary>
/// <remarks>https://github.com/opencontainers/image-spec/blob/main/manifest.md#guidelines-for-artifact-usage</remarks>
internal static class ArtifactManifest
{
    public static byte[] Write(string manifestType, string artifactType, ArtifactPart config, ArtifactPart content)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteNumber("schemaVersion", 2);
            json.WriteString("mediaType", manifestType);
            json.WriteString("artifactType", artifactType);
            json.WritePropertyName("config");
            Write(json, config);
            json.WriteStartArray("layers");
            Write(json, content);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    public static ArtifactPart Read(byte[] manifest, string source)
    {
        try
        {
            using var json = JsonDocument.Parse(manifest);
            var layers = json.RootElement.GetProperty("layers");
            if (layers.GetArrayLength() == 1)
                return new(
                    layers[0].GetProperty("mediaType").GetString()!,
                    layers[0].GetProperty("digest").GetString()!,
                    layers[0].GetProperty("size").GetInt64()
                );
        }
        catch (Exception broken)
            when (broken is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new StepFailedException($"{source} is no artifact: {broken.Message}");
        }

        throw new StepFailedException($"{source} is another artifact");
    }

    private static void Write(Utf8JsonWriter json, ArtifactPart part)
    {
        json.WriteStartObject();
        json.WriteString("mediaType", part.MediaType);
        json.WriteString("digest", part.Digest);
        json.WriteNumber("size", part.Size);
        json.WriteEndObject();
    }
}

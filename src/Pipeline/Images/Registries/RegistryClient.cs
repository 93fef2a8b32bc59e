using System.Net;
using System.Net.Http.Headers;
using Pipeline.Execution.Logs;
using Pipeline.Foundation.Failures;

namespace Pipeline.Images.Registries;

/// <summary>
/// A client of the OCI Distribution API, for what container engines do not offer: manifests, tags, referrers and blobs.
/// Content is verified against its digest.
/// </summary>
/// <remarks>https://github.com/opencontainers/distribution-spec/blob/main/spec.md</remarks>
internal sealed partial class RegistryClient : IDisposable
{
    /// <summary>The header in which a registry that a run has started states the folder of its storage.</summary>
    public const string StorageHeader = "Pipeline-Storage";

    // The size that registries have to accept at least by the specification, and that they keep to.
    private const int LargestManifest = 4 * 1024 * 1024;

    private readonly string registry;
    private readonly ICredentialProvider credentials;
    private readonly RegistryTransport transport;

    private RegistryClient(string registry, ICredentialProvider credentials, RegistryTransport transport)
    {
        this.registry = registry;
        this.credentials = credentials;
        this.transport = transport;
    }

    /// <summary>Creates it; no request is made yet.</summary>
    /// <param name="registry">The host, with a port and a prefix of its repositories where it has them.</param>
    /// <param name="credentials">Its login.</param>
    /// <param name="timeouts">Timeouts; null for the defaults.</param>
    /// <param name="clock">Tells when a token expires; null for the system's.</param>
    public RegistryClient(
        string registry,
        ICredentialProvider credentials,
        RegistryTimeouts? timeouts = null,
        TimeProvider? clock = null
    )
        : this(
            registry,
            credentials,
            new RegistryTransport(
                RegistryAddress.Host(registry),
                credentials,
                timeouts ?? RegistryTimeouts.Default,
                clock ?? TimeProvider.System
            )
        ) { }

    /// <summary>The same client, which has the registry started again where it cannot be reached any more.</summary>
    public RegistryClient RevivedBy(Func<Task> start) => new(registry, credentials, transport.RevivedBy(start));

    /// <summary>Makes sure that the registry answers, and accepts the login.</summary>
    /// <returns>The folder that it keeps everything in, where it is one that a run has started.</returns>
    /// <exception cref="StepFailedException">It does not.</exception>
    public async Task<string?> Ping(StepLog? log, CancellationToken cancellation)
    {
        var answer = await Ask(new(HttpMethod.Get, ""), log, cancellation);
        if (answer.Status != HttpStatusCode.OK)
            throw Refusal(answer.Status, "what listens there is no registry");
        return answer.Storage;
    }

    /// <summary>The image of a tag or digest; null where the registry has none.</summary>
    /// <exception cref="StepFailedException">The registry fails, or returns something else.</exception>
    public async Task<Manifest?> Find(
        string repository,
        string reference,
        StepLog log,
        CancellationToken cancellation
    ) =>
        await Get(repository, reference, log, cancellation) is { } answer
            ? Manifest.Read(answer.Body, Source(repository, reference), [answer.Digest])
            : null;

    /// <summary>The manifest of a tag or digest, with its bytes; null where the registry has none.</summary>
    /// <exception cref="StepFailedException">The registry fails, or returns something else.</exception>
    public async Task<ManifestContent?> FindManifest(
        string repository,
        string reference,
        StepLog? log,
        CancellationToken cancellation
    )
    {
        if (await Get(repository, reference, log, cancellation) is not { } answer)
            return null;

        var source = Source(repository, reference);
        var digest = Manifest.Checked(answer.Body, source, [answer.Digest, DigestIn(reference)]);
        return ManifestContent.Read(digest, answer.ContentType, answer.Body, source);
    }

    /// <summary>Stores a manifest under its digest, and under a tag where one is given.</summary>
    /// <returns>True where the registry maintains the referrers of the manifest's subject.</returns>
    /// <exception cref="StepFailedException">The registry refuses it, or states another digest.</exception>
    public async Task<bool> PutManifest(
        string repository,
        string? tag,
        ManifestContent manifest,
        StepLog? log,
        CancellationToken cancellation
    )
    {
        var request = new RegistryRequest(
            HttpMethod.Put,
            $"{Path(repository)}/manifests/{tag ?? manifest.Digest}",
            Writing(repository)
        )
        {
            Content = _ => new ByteArrayContent(manifest.Bytes) { Headers = { ContentType = new(manifest.MediaType) } },
        };
        var answer = await Ask(request, log, cancellation);
        if (answer.Status != HttpStatusCode.Created)
            await Standing(repository, tag, manifest, Refusal(answer, request), log, cancellation);
        if (answer.Digest is { } digest && digest != manifest.Digest)
            throw new StepFailedException(
                $"the registry {registry} took {repository}@{manifest.Digest} and calls it {digest}: it is damaged or forged"
            );
        return answer.Subject is not null;
    }

    /// <inheritdoc />
    public void Dispose() => transport.Dispose();

    // Immutable tags are refused even for the same image, which another run may have pushed.
    private async Task Standing(
        string repository,
        string? tag,
        ManifestContent manifest,
        StepFailedException refusal,
        StepLog? log,
        CancellationToken cancellation
    )
    {
        var there = await FindManifest(repository, tag ?? manifest.Digest, log, cancellation);
        if (there is null)
            throw refusal;
        if (there.Digest != manifest.Digest)
            throw new StepFailedException(
                $"{refusal.Message}; {repository}:{tag} stands for {there.Digest}, not for {manifest.Digest}: nothing was overwritten"
            );
    }

    private async Task<RegistryAnswer?> Get(
        string repository,
        string reference,
        StepLog? log,
        CancellationToken cancellation
    )
    {
        var request = new RegistryRequest(
            HttpMethod.Get,
            $"{Path(repository)}/manifests/{reference}",
            Reading(repository)
        )
        {
            Accept = Manifest.MediaTypes,
        };
        var answer = await Ask(request, log, cancellation);
        if (answer.Status == HttpStatusCode.NotFound)
            return null;
        if (answer.Status != HttpStatusCode.OK)
            throw Refusal(answer, request);
        // Content requested by digest must match it, whatever the registry states.
        Manifest.Checked(answer.Body, Source(repository, reference), [DigestIn(reference), answer.Digest]);
        return answer;
    }

    private Task<RegistryAnswer> Ask(RegistryRequest request, StepLog? log, CancellationToken cancellation) =>
        transport.Ask(() => Task.FromResult(request), RegistryAnswer.Read, log, cancellation);

    private string Source(string repository, string reference) =>
        $"{registry}/{repository}{(DigestIn(reference) is null ? ':' : '@')}{reference}";

    private static string? DigestIn(string reference) =>
        reference.StartsWith("sha256:", StringComparison.Ordinal) ? reference : null;

    private string Path(string repository) => RegistryAddress.Repository(registry, repository);

    private string Reading(string repository) => $"repository:{Path(repository)}:pull";

    private string Writing(string repository) => $"repository:{Path(repository)}:pull,push";

    private StepFailedException Refusal(RegistryAnswer answer, RegistryRequest request) =>
        Refusal(answer.Status, $"it was asked for {request.Method} {request.Path}{answer.Reason}");

    private StepFailedException Refusal(HttpStatusCode status, string circumstance) =>
        new(
            status switch
            {
                HttpStatusCode.Unauthorized =>
                    $"the registry {registry} wants a login (401): {circumstance}; {credentials.Remedy(RegistryAddress.Host(registry))}",
                HttpStatusCode.Forbidden =>
                    $"the registry {registry} does not let this user in (403): {circumstance}; ask its owner for the right",
                _ => $"the registry {registry} answered {(int)status} {status}: {circumstance}{Advice(status)}",
            }
        );

    private static string Advice(HttpStatusCode status) =>
        status switch
        {
            HttpStatusCode.NotFound => "; create the repository there, or correct \"registry\" in pipeline.yaml",
            HttpStatusCode.RequestEntityTooLarge => "; raise the size of requests that it, or a proxy before it, takes",
            < HttpStatusCode.BadRequest => "; see whether \"registry\" in pipeline.yaml is right",
            // The registry's own words say more.
            _ => "",
        };

    /// <summary>A response, read into memory.</summary>
    private sealed record RegistryAnswer(HttpStatusCode Status, byte[] Body, HttpResponseHeaders Headers)
    {
        public string? ContentType { get; private init; }

        public string? Digest => Header("Docker-Content-Digest");

        public string? Storage =>
            Header(StorageHeader) is { } escaped
            && Uri.UnescapeDataString(escaped) is var folder
            && System.IO.Path.IsPathRooted(folder)
                ? folder
                : null;

        public string? Subject => Header("OCI-Subject");

        public string? Range => Header("Range");

        public string? Link => Header("Link");

        public Uri? Location => Headers.Location;

        public long LeastChunk => long.TryParse(Header("OCI-Chunk-Min-Length"), out var length) ? length : 0;

        /// <summary>The registry's error message, to be appended to a sentence.</summary>
        public string Reason => RegistryErrors.Describe(Body) is { Length: > 0 } said ? $": {said}" : "";

        public static async Task<RegistryAnswer> Read(HttpResponseMessage response, Patience patience)
        {
            var body = new MemoryStream();
            await using var stream = await response.Content.ReadAsStreamAsync(patience.Token);
            var buffer = new byte[64 * 1024];
            while (await stream.ReadAsync(buffer, patience.Token) is > 0 and var read)
            {
                if (body.Length + read > LargestManifest)
                    throw new StepFailedException(
                        $"the registry {response.RequestMessage!.RequestUri!.Authority} answers with more than {LargestManifest / 1024 / 1024} MB where a manifest is expected: see whether \"registry\" in pipeline.yaml is right"
                    );
                body.Write(buffer, 0, read);
            }

            return new(response.StatusCode, body.ToArray(), response.Headers)
            {
                ContentType = response.Content.Headers.ContentType?.MediaType,
            };
        }

        private string? Header(string name) => Headers.TryGetValues(name, out var values) ? values.First() : null;
    }
}

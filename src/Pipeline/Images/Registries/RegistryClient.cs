using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Pipeline.Execution;
using Polly;
using Polly.Retry;

namespace Pipeline.Images.Registries;

/// <summary>
/// Asks a registry what a container engine cannot: whether it answers, and which image a tag or a digest stands for.
/// </summary>
/// <remarks>https://github.com/opencontainers/distribution-spec/blob/main/spec.md</remarks>
internal sealed partial class RegistryClient : IDisposable
{
    private const int Retries = 3;

    // The specification's least limit for a manifest, which registries keep to.
    private const int LargestManifest = 4 * 1024 * 1024;

    private readonly string registry;
    private readonly IRegistryCredentials credentials;
    private readonly RegistryTimeouts timeouts;
    private readonly HttpClient http;

    public RegistryClient(string registry, IRegistryCredentials credentials, RegistryTimeouts? timeouts = null)
    {
        this.registry = registry;
        this.credentials = credentials;
        this.timeouts = timeouts ?? RegistryTimeouts.Default;
        // A connection cannot outlive a registry that was started anew on the same port.
        http = new(
            new SocketsHttpHandler
            {
                ConnectTimeout = this.timeouts.Connect,
                PooledConnectionIdleTimeout = TimeSpan.FromSeconds(5),
                UseProxy = !RegistryAddress.IsLoopback(registry),
            }
        )
        {
            BaseAddress = RegistryAddress.Endpoint(registry),
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = LargestManifest,
        };
    }

    /// <summary>Makes sure that a registry answers, and lets us in.</summary>
    /// <exception cref="StepFailedException">It does not.</exception>
    public async Task Ping(StepLog log, CancellationToken cancellation)
    {
        var answer = await Get("", log, cancellation);
        if (answer.Status != HttpStatusCode.OK)
            throw Refusal(answer.Status, "what listens there is no registry");
    }

    /// <summary>The image that a tag or a digest stands for; null where the registry has none.</summary>
    /// <exception cref="StepFailedException">It does not answer as a registry should, or not with what was asked for.</exception>
    public async Task<Manifest?> Find(string repository, string reference, StepLog log, CancellationToken cancellation)
    {
        var answer = await Get($"{repository}/manifests/{reference}", log, cancellation);
        var isDigest = reference.StartsWith("sha256:", StringComparison.Ordinal);
        return answer.Status switch
        {
            HttpStatusCode.OK => Manifest.Read(
                answer.Body,
                $"{registry}/{repository}{(isDigest ? '@' : ':')}{reference}",
                [isDigest ? reference : null, answer.Digest]
            ),
            HttpStatusCode.NotFound => null,
            var other => throw Refusal(other, $"it was asked for {repository} {reference}"),
        };
    }

    /// <inheritdoc />
    public void Dispose() => http.Dispose();

    private async Task<Answer> Get(string path, StepLog log, CancellationToken cancellation)
    {
        var retries = new ResiliencePipelineBuilder<Answer>()
            .AddRetry(
                new()
                {
                    MaxRetryAttempts = Retries,
                    BackoffType = DelayBackoffType.Exponential,
                    UseJitter = true,
                    Delay = timeouts.Retry,
                    MaxDelay = timeouts.Answer,
                    DelayGenerator = attempt => new(attempt.Outcome.Result?.RetryAfter),
                    ShouldHandle = attempt => new(IsPassing(attempt.Outcome)),
                    OnRetry = attempt =>
                    {
                        log.Write(
                            $"{registry}: {Describe(attempt.Outcome)}; attempt {attempt.AttemptNumber + 2} of {Retries + 1} in {attempt.RetryDelay.TotalSeconds:0.0} s"
                        );
                        return default;
                    },
                }
            )
            .Build();
        try
        {
            return await retries.ExecuteAsync(async token => await GetOnce(path, token), cancellation);
        }
        catch (HttpRequestException failure)
        {
            var message = $"the registry {registry} cannot be reached: {Reason(failure)}";
            throw IsPassing(failure) ? new TransientException(message) : new StepFailedException(message);
        }
    }

    private async Task<Answer> GetOnce(string path, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(timeouts.Answer);
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var type in Manifest.MediaTypes)
            request.Headers.Accept.Add(new(type));
        if (await credentials.Login(cancellation) is { } login)
            request.Headers.Authorization = Basic(login);

        try
        {
            using var response = await http.SendAsync(request, patience.Token);
            return new(
                response.StatusCode,
                await response.Content.ReadAsByteArrayAsync(patience.Token),
                response.Headers.TryGetValues("Docker-Content-Digest", out var digests) ? digests.First() : null,
                response.Headers.RetryAfter?.Delta
            );
        }
        catch (OperationCanceledException slow) when (!cancellation.IsCancellationRequested)
        {
            throw new TransientException(
                slow.InnerException is TimeoutException && !patience.IsCancellationRequested
                    ? $"the registry {registry} cannot be reached: no connection within {timeouts.Connect.TotalSeconds:0.#} s"
                    : $"the registry {registry} hangs: it took the request and did not answer within {timeouts.Answer.TotalSeconds:0.#} s"
            );
        }
    }

    private static AuthenticationHeaderValue Basic(RegistryCredential login) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{login.Username}:{login.Password}")));

    private static bool IsPassing(Outcome<Answer> outcome) =>
        outcome switch
        {
            { Exception: HttpRequestException failure } => IsPassing(failure),
            { Exception: null, Result.Status: var status } => IsPassing(status),
            _ => false,
        };

    // What a later attempt can cure; a refused connection or an unknown host is not among it.
    private static bool IsPassing(HttpRequestException failure) =>
        failure.HttpRequestError
            is not (
                HttpRequestError.ConnectionError
                or HttpRequestError.NameResolutionError
                or HttpRequestError.SecureConnectionError
                or HttpRequestError.ConfigurationLimitExceeded
            );

    private static bool IsPassing(HttpStatusCode status) =>
        status is HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError;

    private static string Describe(Outcome<Answer> outcome) =>
        outcome.Exception is HttpRequestException failure
            ? Reason(failure)
            : $"answered {(int)outcome.Result!.Status} {outcome.Result.Status}";

    private static string Reason(HttpRequestException failure) => (failure.InnerException ?? failure).Message;

    private StepFailedException Refusal(HttpStatusCode status, string circumstance)
    {
        var message = status switch
        {
            HttpStatusCode.Unauthorized => $"the registry {registry} wants a login (401): {circumstance}",
            HttpStatusCode.Forbidden => $"the registry {registry} does not let this user in (403): {circumstance}",
            _ => $"the registry {registry} answered {(int)status} {status}: {circumstance}",
        };
        return IsPassing(status) ? new TransientException(message) : new StepFailedException(message);
    }

    private sealed record Answer(HttpStatusCode Status, byte[] Body, string? Digest, TimeSpan? RetryAfter);
}

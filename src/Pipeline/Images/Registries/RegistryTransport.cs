using System.Net;
using System.Net.Http.Headers;
using Pipeline.Execution.Logs;
using Pipeline.Foundation.Failures;

namespace Pipeline.Images.Registries;

/// <summary>A repeatable request to a registry.</summary>
/// <param name="Method">The method.</param>
/// <param name="Path">A path relative to the API's base address, or an absolute address.</param>
/// <param name="Scopes">The scopes that it needs.</param>
internal sealed record RegistryRequest(HttpMethod Method, string Path, params ImmutableArray<string> Scopes)
{
    /// <summary>The media types that are accepted.</summary>
    public ImmutableArray<string> Accept { get; init; } = [];

    /// <summary>Creates the body, which reports the length of each piece that was sent; null for none.</summary>
    public Func<Action<int>, HttpContent>? Content { get; init; }

    /// <summary>The first byte of the range to request.</summary>
    public long From { get; init; }

    /// <summary>True where the registry may need time to respond.</summary>
    public bool IsLong { get; init; }
}

/// <summary>Sends requests to a registry: authenticates, enforces an idle timeout, retries.</summary>
internal sealed class RegistryTransport : IDisposable
{
    private const int LongFactor = 10;
    private const int LargestToken = 1024 * 1024;

    private readonly string registry;
    private readonly RegistryTimeouts timeouts;
    private readonly RetrySchedule schedule;
    private readonly RegistryTokens tokens;
    private readonly HttpClient http;
    private readonly Func<Task>? revive;

    private RegistryTransport(RegistryTransport other, Func<Task> revive) =>
        (registry, timeouts, schedule, tokens, http, this.revive) = (
            other.registry,
            other.timeouts,
            other.schedule,
            other.tokens,
            other.http,
            revive
        );

    /// <param name="registry">The host.</param>
    /// <param name="credentials">Its login.</param>
    /// <param name="timeouts">Timeouts.</param>
    /// <param name="clock">Tells when a token expires.</param>
    public RegistryTransport(
        string registry,
        ICredentialProvider credentials,
        RegistryTimeouts timeouts,
        TimeProvider clock
    )
    {
        this.registry = registry;
        this.timeouts = timeouts;
        schedule = new()
        {
            Attempts = 4,
            First = timeouts.Retry,
            Factor = 2,
            Longest = timeouts.Answer,
            LongestAsked = timeouts.Answer / 2,
        };
        // A registry may be restarted on the same port, which old connections do not survive.
        http = new(
            new SocketsHttpHandler
            {
                ConnectTimeout = timeouts.Connect,
                PooledConnectionIdleTimeout = TimeSpan.FromSeconds(5),
                UseProxy = !RegistryAddress.IsLoopback(registry),
                UseCookies = false,
            }
        )
        {
            BaseAddress = RegistryAddress.Endpoint(registry),
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = LargestToken,
        };
        tokens = new(registry, credentials, SendToken, clock);
    }

    /// <summary>The same transport, which starts the registry again where it cannot be reached.</summary>
    public RegistryTransport RevivedBy(Func<Task> start) => new(this, start);

    /// <summary>Resolves an address in a response of the registry.</summary>
    public Uri Resolve(Uri given) => new(http.BaseAddress!, given);

    /// <summary>Sends a request, and reads the response.</summary>
    /// <param name="request">Creates the request before each attempt, which may resume the one before.</param>
    /// <param name="read">Reads the response; each piece restarts the idle timeout.</param>
    /// <param name="log">Takes retries; null: nothing is retried.</param>
    /// <param name="cancellation">Cancels it.</param>
    /// <exception cref="TransientException">The registry does not answer, and may do so later.</exception>
    /// <exception cref="StepFailedException">It cannot be reached.</exception>
    public async Task<T> Ask<T>(
        Func<Task<RegistryRequest>> request,
        Func<HttpResponseMessage, Patience, Task<T>> read,
        StepLog? log,
        CancellationToken cancellation
    )
    {
        try
        {
            return await (log is null ? RetrySchedule.Once : schedule).Run(
                async token => await Once(await request(), read, token),
                // A registry that hangs is not asked again.
                failure => failure is TransientException { InnerException: not OperationCanceledException },
                lost =>
                    log!.Write(
                        $"{lost.Failure.Message}; attempt {lost.Number + 1} of {schedule.Attempts} in {lost.Pause.TotalSeconds:0.0} s"
                    ),
                cancellation
            );
        }
        catch (TransientException failure)
        {
            throw new TransientException(
                $"{failure.Message}; if that goes on, see its log or status page",
                failure.RetryAfter,
                failure.InnerException
            );
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        tokens.Dispose();
        http.Dispose();
    }

    private async Task<T> Once<T>(
        RegistryRequest request,
        Func<HttpResponseMessage, Patience, Task<T>> read,
        CancellationToken cancellation
    )
    {
        var limit = request.IsLong ? timeouts.Answer * LongFactor : timeouts.Answer;
        using var patience = new Patience(limit, cancellation);
        try
        {
            var shown = IsOwn(Target(request)) ? await tokens.For(request.Scopes, patience.Token) : null;
            var response = await Send(request, shown, patience);
            try
            {
                // A login that expired shows as a refusal too.
                for (
                    var round = 0;
                    round < 2
                        && (response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
                        && IsOwn(response.RequestMessage!.RequestUri!)
                        && await tokens.Instead(response, request.Scopes, shown, patience.Token) is { } better;
                    round++
                )
                {
                    response.Dispose();
                    shown = better;
                    response = await Send(request, shown, patience);
                }

                if (FailureClassification.KindOf(response.StatusCode) == FailureKind.Transient)
                    throw new TransientException(
                        $"the registry {registry} answered {(int)response.StatusCode} {response.StatusCode}: it was asked for {request.Method} {Shown(request)}",
                        FailureClassification.RetryAfter(response)
                    );
                return await read(response, patience);
            }
            finally
            {
                response.Dispose();
            }
        }
        catch (HttpRequestException failure)
        {
            throw await Unreached(failure);
        }
        catch (IOException broken) when (FailureClassification.KindOf(broken) != FailureKind.Permanent)
        {
            throw new TransientException(
                $"the registry {registry} broke off its answer: {broken.Message}",
                inner: broken
            );
        }
        catch (OperationCanceledException slow) when (!cancellation.IsCancellationRequested)
        {
            throw new TransientException(
                slow.InnerException is TimeoutException && !patience.IsOver
                    ? $"the registry {registry} cannot be reached: no connection within {timeouts.Connect.TotalSeconds:0.#} s"
                    : $"the registry {registry} hangs: it took the request and did not answer within {limit.TotalSeconds:0.#} s",
                inner: slow
            );
        }
    }

    // The address may be wrong, so this is not retried, unless the registry ended with the run that had started it.
    private async Task<Exception> Unreached(HttpRequestException failure)
    {
        if (failure.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
            return new StepFailedException(
                $"the token server of the registry {registry} answers with more than {LargestToken / 1024 / 1024} MB: it is no token server, or damaged",
                failure
            );
        if (revive is not null)
            await revive();
        var reason =
            $"the registry {registry} cannot be reached: {(failure.InnerException ?? failure).Message}; see whether \"registry\" in pipeline.yaml and the network are right";
        return revive is not null || FailureClassification.KindOf(failure) == FailureKind.Transient
            ? new TransientException(reason, inner: failure)
            : new StepFailedException(reason, failure);
    }

    private async Task<HttpResponseMessage> Send(
        RegistryRequest request,
        AuthenticationHeaderValue? shown,
        Patience patience
    )
    {
        using var message = new HttpRequestMessage(request.Method, Target(request));
        foreach (var type in request.Accept)
            message.Headers.Accept.Add(new(type));
        message.Headers.Authorization = shown;
        message.Headers.Range = request.From > 0 ? new(request.From, null) : null;
        message.Content = request.Content?.Invoke(patience.Renew);
        return await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, patience.Token);
    }

    private async Task<HttpResponseMessage> SendToken(HttpRequestMessage request, CancellationToken cancellation) =>
        await http.SendAsync(request, cancellation);

    private Uri Target(RegistryRequest request) => new(http.BaseAddress!, request.Path);

    // An upload or a redirect to another host must not carry this registry's login.
    private bool IsOwn(Uri target) =>
        target.Authority == http.BaseAddress!.Authority && target.Scheme == http.BaseAddress.Scheme;

    // The query of an address may hold a signature.
    private string Shown(RegistryRequest request) => Target(request).AbsolutePath;
}

/// <summary>The idle timeout of an attempt, which enough content restarts.</summary>
internal sealed class Patience : IDisposable
{
    private readonly TimeSpan limit;
    private readonly CancellationTokenSource source;
    private int transferred;

    public Patience(TimeSpan limit, CancellationToken cancellation)
    {
        this.limit = limit;
        source = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        source.CancelAfter(limit);
    }

    /// <summary>Ends the attempt.</summary>
    public CancellationToken Token => source.Token;

    /// <summary>True once the wait is over.</summary>
    public bool IsOver => source.IsCancellationRequested;

    /// <summary>Begins the wait anew, once enough bytes were transferred: a drip never ends.</summary>
    public void Renew(int length)
    {
        transferred += length;
        if (transferred < RegistryTimeouts.Least)
            return;
        transferred = 0;
        source.CancelAfter(limit);
    }

    /// <inheritdoc />
    public void Dispose() => source.Dispose();
}

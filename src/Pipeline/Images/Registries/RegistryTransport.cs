using System.Net;
using System.Net.Http.Headers;
using Pipeline.Execution.Logs;
using Pipeline.Foundation.Failures;

namespace Pipeline.Images.Registries;

/// <summary>A request to a registry, which can be made again.</summary>
/// <param name="Method">The method.</param>
/// <param name="Path">Relative to where the registry's API begins, or a full address.</param>
/// <param name="Scopes">What it is about, as token servers name it.</param>
internal sealed record RegistryRequest(HttpMethod Method, string Path, params ImmutableArray<string> Scopes)
{
    /// <summary>The forms that an answer may have.</summary>
    public ImmutableArray<string> Accept { get; init; } = [];

    /// <summary>Makes the body, which tells of each piece that has gone; null where there is none.</summary>
    public Func<Action, HttpContent>? Content { get; init; }

    /// <summary>The first byte that is wanted of a content.</summary>
    public long From { get; init; }

    /// <summary>True where the registry may have to think before it answers.</summary>
    public bool IsLong { get; init; }
}

/// <summary>Brings requests to one registry: authenticates, enforces an idle timeout, retries.</summary>
internal sealed class RegistryTransport : IDisposable
{
    private const int LongFactor = 10;

    private readonly string registry;
    private readonly RegistryTimeouts timeouts;
    private readonly RetrySchedule schedule;
    private readonly RegistryTokens tokens;
    private readonly HttpClient http;

    /// <param name="registry">The host.</param>
    /// <param name="credentials">What to log in with.</param>
    /// <param name="timeouts">How long it is waited for.</param>
    /// <param name="clock">Tells when a token has expired.</param>
    public RegistryTransport(
        string registry,
        IRegistryCredentials credentials,
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
        };
        // A connection cannot outlive a registry that was started anew on the same port.
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
        };
        tokens = new(registry, credentials, SendToken, clock);
    }

    /// <summary>Where an address that the registry gave leads to, from where it gave it.</summary>
    public Uri Resolve(Uri given) => new(http.BaseAddress!, given);

    /// <summary>Makes a request, and takes the answer in.</summary>
    /// <param name="request">The request; it is asked for before each attempt, which may go on where the last one got to.</param>
    /// <param name="read">Takes the answer in; what it has of it makes the wait begin anew.</param>
    /// <param name="log">Is told of retries; null: there are none.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="TransientException">The registry does not answer, as it may do later.</exception>
    /// <exception cref="StepFailedException">It cannot be reached.</exception>
    public Task<T> Ask<T>(
        Func<Task<RegistryRequest>> request,
        Func<HttpResponseMessage, Patience, Task<T>> read,
        StepLog? log,
        CancellationToken cancellation
    ) =>
        (log is null ? RetrySchedule.Once : schedule).Run(
            async token => await Once(await request(), read, token),
            // One that hangs has taken up the patience for all attempts.
            failure => failure is TransientException { InnerException: not OperationCanceledException },
            lost =>
                log!.Write(
                    $"{lost.Failure.Message}; attempt {lost.Number + 1} of {schedule.Attempts} in {lost.Pause.TotalSeconds:0.0} s"
                ),
            cancellation
        );

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
                // What was asked for may turn out to be refused too, a login that has expired say.
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
        // The address may be the mistake: what cannot be reached is said at once.
        catch (HttpRequestException failure)
        {
            var reason = $"the registry {registry} cannot be reached: {(failure.InnerException ?? failure).Message}";
            throw FailureClassification.KindOf(failure) == FailureKind.Transient
                ? new TransientException(reason, inner: failure)
                : new StepFailedException(reason, failure);
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

    // Where an upload goes to another host, or a download leads to one, the login of this one is none of its business.
    private bool IsOwn(Uri target) =>
        target.Authority == http.BaseAddress!.Authority && target.Scheme == http.BaseAddress.Scheme;

    // An address may hold a key of its own in its query.
    private string Shown(RegistryRequest request) => Target(request).AbsolutePath;
}

/// <summary>How long an attempt is still waited for: each piece that comes or goes makes the wait begin anew.</summary>
internal sealed class Patience : IDisposable
{
    private readonly TimeSpan limit;
    private readonly CancellationTokenSource source;

    public Patience(TimeSpan limit, CancellationToken cancellation)
    {
        this.limit = limit;
        source = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Renew();
    }

    /// <summary>Ends the attempt.</summary>
    public CancellationToken Token => source.Token;

    /// <summary>True once the wait is over.</summary>
    public bool IsOver => source.IsCancellationRequested;

    /// <summary>Begins the wait anew.</summary>
    public void Renew() => source.CancelAfter(limit);

    /// <inheritdoc />
    public void Dispose() => source.Dispose();
}

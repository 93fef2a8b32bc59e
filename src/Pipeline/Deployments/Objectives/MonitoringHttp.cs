using Pipeline.Foundation.Failures;

namespace Pipeline.Deployments.Objectives;

/// <summary>An answer of a monitoring system.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The body.</param>
/// <param name="RetryAfter">How long it asks to wait; null where it does not say.</param>
internal sealed record MonitoringAnswer(int Status, string Body, TimeSpan? RetryAfter);

/// <summary>Requests to a monitoring system, repeated where another attempt may succeed.</summary>
/// <param name="http">Disposed with this.</param>
/// <param name="name">The name of the system, with its host.</param>
/// <param name="schedule">When attempts are repeated.</param>
internal sealed class MonitoringHttp(HttpClient http, string name, RetrySchedule schedule) : IDisposable
{
    private const int LongestAnswer = 8 * 1024 * 1024;
    private const int LongestExplanation = 300;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>The attempts of a run.</summary>
    public static RetrySchedule Usual { get; } = new() { Attempts = 3, Factor = 2 };

    /// <summary>A client that follows no redirect, which would take a token elsewhere.</summary>
    public static HttpClient Client(Uri address) =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = !address.IsLoopback })
        {
            Timeout = Patience,
            MaxResponseContentBufferSize = LongestAnswer,
        };

    /// <summary>Sends a request until it is answered for good.</summary>
    /// <param name="request">Makes it anew for each attempt.</param>
    /// <param name="read">Reads the answer, or throws.</param>
    /// <param name="cancellation">Cancels it.</param>
    /// <exception cref="MeasurementException">There is no answer, or it cannot be read.</exception>
    public async Task<T> Ask<T>(
        Func<HttpRequestMessage> request,
        Func<MonitoringAnswer, T> read,
        CancellationToken cancellation
    )
    {
        try
        {
            return await schedule.Run(
                token => Attempt(request, read, token),
                failure => failure is TransientException,
                lost: null,
                cancellation
            );
        }
        catch (TransientException lost) when (lost.InnerException is MeasurementException unknown)
        {
            throw new MeasurementException(unknown.Problem, unknown.Message, lost);
        }
    }

    /// <summary>What a server said, in one line.</summary>
    public static string Short(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)) is not { Length: > 0 } line
            ? "no message"
        : line.StartsWith('<') ? "a page of HTML"
        : line.Length <= LongestExplanation ? line
        : line[..LongestExplanation] + "…";

    /// <inheritdoc />
    public void Dispose() => http.Dispose();

    private async Task<T> Attempt<T>(
        Func<HttpRequestMessage> request,
        Func<MonitoringAnswer, T> read,
        CancellationToken cancellation
    )
    {
        MonitoringAnswer? answer = null;
        try
        {
            answer = await Send(request, cancellation);
            return read(answer);
        }
        catch (MeasurementException unknown) when (unknown.IsTransient)
        {
            throw new TransientException(unknown.Message, answer?.RetryAfter, unknown);
        }
    }

    private async Task<MonitoringAnswer> Send(Func<HttpRequestMessage> request, CancellationToken cancellation)
    {
        try
        {
            using var message = request();
            using var response = await http.SendAsync(message, cancellation);
            return new(
                (int)response.StatusCode,
                await response.Content.ReadAsStringAsync(cancellation),
                FailureClassification.RetryAfter(response) ?? RateLimitReset(response)
            );
        }
        catch (FormatException invalid)
        {
            throw new MeasurementException(
                MeasurementProblem.Forbidden,
                $"the token or a key for {name} has characters that no header takes, such as a line break: correct its variable",
                invalid
            );
        }
        catch (OperationCanceledException late) when (!cancellation.IsCancellationRequested)
        {
            throw new MeasurementException(
                MeasurementProblem.TimedOut,
                $"{name} did not answer within {http.Timeout.TotalSeconds:0} s",
                late
            );
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            throw new MeasurementException(
                FailureClassification.KindOf(failure) == FailureKind.Permanent
                    ? MeasurementProblem.Strange
                    : MeasurementProblem.Unreachable,
                $"{name} cannot be reached: {(failure.InnerException ?? failure).Message}",
                failure
            );
        }
    }

    // https://docs.datadoghq.com/api/latest/rate-limits/
    private static TimeSpan? RateLimitReset(HttpResponseMessage response) =>
        response.Headers.TryGetValues("X-RateLimit-Reset", out var values)
        && int.TryParse(values.First(), out var seconds)
        && seconds >= 0
            ? TimeSpan.FromSeconds(seconds)
            : null;
}

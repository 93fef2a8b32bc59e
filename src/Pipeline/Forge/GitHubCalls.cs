using System.Globalization;
using System.Net;
using System.Runtime.Serialization;
using Octokit;
using Pipeline.Execution.Logs;
using Pipeline.Foundation.Failures;

namespace Pipeline.Forge;

/// <summary>Calls GitHub's API, retries transient failures, and explains refusals.</summary>
internal sealed class GitHubCalls(GitHubUse use, StepLog log)
{
    private const int LongestText = 300;

    // What GitHub asks for where it says that requests come too fast, and not how long to wait:
    // https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api
    private static readonly TimeSpan LeastWait = TimeSpan.FromMinutes(1);

    private static readonly RetrySchedule Schedule = new() { Attempts = 4, Factor = 2 };

    /// <summary>Runs calls, and repeats all of them after a transient failure.</summary>
    /// <exception cref="StepFailedException">It refused, or never answered; the message says what to do.</exception>
    public async Task<T> Run<T>(Func<Task<T>> calls, CancellationToken cancellation)
    {
        try
        {
            // Octokit takes no cancellation token: a request in flight when the step ends is abandoned.
            return await Schedule.Run(
                token => Once(calls, token),
                failure => failure is TransientException,
                lost => log.Write($"GitHub: {lost.Failure.Message}; trying again in {lost.Pause}"),
                cancellation
            );
        }
        catch (TransientException lost) when (lost.InnerException is ApiException refusal)
        {
            throw new StepFailedException(Sentence(refusal));
        }
        catch (TransientException lost)
        {
            throw new StepFailedException($"GitHub cannot be reached: {lost.Message}");
        }
        catch (ApiException refusal)
        {
            throw new StepFailedException(Sentence(refusal));
        }
        catch (HttpRequestException failure)
        {
            throw new StepFailedException($"GitHub cannot be reached: {Reason(failure)}");
        }
    }

    /// <summary>GitHub's own explanation of a refusal.</summary>
    public static string Explain(ApiException refusal)
    {
        var details = (refusal.ApiError?.Errors ?? []).Select(error =>
            error.Message ?? string.Join(' ', new[] { error.Resource, error.Field, error.Code }.OfType<string>())
        );
        return string.Join("; ", details.Prepend(Shown(refusal.ApiError?.Message ?? refusal.Message)).Distinct());
    }

    private static async Task<T> Once<T>(Func<Task<T>> calls, CancellationToken cancellation)
    {
        try
        {
            return await calls().WaitAsync(cancellation);
        }
        catch (ApiException refusal) when (IsTransient(refusal))
        {
            throw new TransientException(Shown(refusal.Message), RetryAfter(refusal), refusal);
        }
        catch (SerializationException broken)
        {
            throw new TransientException($"its answer is no JSON that can be read: {broken.Message}", inner: broken);
        }
        catch (Exception failure)
            when (IsTimeout(failure, cancellation) || FailureClassification.KindOf(failure) != FailureKind.Permanent)
        {
            throw new TransientException(Reason(failure), inner: failure);
        }
    }

    private static bool IsTransient(ApiException refusal) =>
        IsLimit(refusal) || FailureClassification.KindOf(refusal.StatusCode) == FailureKind.Transient;

    // GitHub answers 403 as well as 429.
    private static bool IsLimit(ApiException refusal) =>
        refusal
            is RateLimitExceededException
                or SecondaryRateLimitExceededException
                or AbuseException
                or { StatusCode: HttpStatusCode.TooManyRequests };

    private static TimeSpan? RetryAfter(ApiException refusal)
    {
        if (Number("Retry-After") is { } seconds)
            return TimeSpan.FromSeconds(seconds);
        if (Number("X-RateLimit-Remaining") == 0 && Number("X-RateLimit-Reset") is { } reset)
            return TimeSpan.FromSeconds(Math.Max(1, reset - DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 1));
        return refusal is SecondaryRateLimitExceededException or AbuseException ? LeastWait : null;

        long? Number(string header) =>
            refusal.HttpResponse?.Headers.FirstOrDefault(given =>
                given.Key.Equals(header, StringComparison.OrdinalIgnoreCase)
            )
                is { Value: { } text }
            && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? number
                : null;
    }

    // An error of a proxy is a page of HTML.
    private static string Shown(string text)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.StartsWith('<') ? "a page of HTML"
            : line.Length > LongestText ? line[..LongestText] + "…"
            : line;
    }

    // Octokit's own timeout looks like a cancellation.
    private static bool IsTimeout(Exception failure, CancellationToken cancellation) =>
        failure is OperationCanceledException && !cancellation.IsCancellationRequested;

    private static string Reason(Exception failure) => (failure.InnerException ?? failure).Message;

    private string Sentence(ApiException refusal)
    {
        var token = use.TokenVariable;
        var reason = refusal switch
        {
            RateLimitExceededException limited =>
                $"GitHub accepts no more requests with the token in {token} before {limited.Reset.UtcDateTime:HH:mm} UTC",
            SecondaryRateLimitExceededException or AbuseException or { StatusCode: HttpStatusCode.TooManyRequests } =>
                $"GitHub accepts no more requests with the token in {token} for now: try again later",
            AuthorizationException => $"GitHub does not accept the token in {token}: it is wrong, or has expired",
            ForbiddenException => use.Forbidden,
            NotFoundException => use.NotFound,
            ApiValidationException => use.Refused,
            _ => $"GitHub answered {(int)refusal.StatusCode}",
        };
        return $"{reason} ({Explain(refusal)})";
    }
}

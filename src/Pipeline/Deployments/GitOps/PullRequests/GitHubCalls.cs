using System.Globalization;
using Octokit;
using Pipeline.Catalog;
using Pipeline.Execution.Logs;
using Pipeline.Foundation.Failures;

namespace Pipeline.Deployments.GitOps.PullRequests;

/// <summary>Calls GitHub's API, retries transient failures, and explains refusals.</summary>
internal sealed class GitHubCalls(PullRequestSettings settings, StepLog log)
{
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
        return string.Join("; ", details.Prepend(refusal.ApiError?.Message ?? refusal.Message).Distinct());
    }

    private static async Task<T> Once<T>(Func<Task<T>> calls, CancellationToken cancellation)
    {
        try
        {
            return await calls().WaitAsync(cancellation);
        }
        catch (ApiException refusal) when (FailureClassification.KindOf(refusal.StatusCode) == FailureKind.Transient)
        {
            throw new TransientException(refusal.Message, RetryAfter(refusal), refusal);
        }
        catch (Exception failure)
            when (IsTimeout(failure, cancellation) || FailureClassification.KindOf(failure) != FailureKind.Permanent)
        {
            throw new TransientException(Reason(failure), inner: failure);
        }
    }

    private static TimeSpan? RetryAfter(ApiException refusal) =>
        refusal.HttpResponse?.Headers.TryGetValue("Retry-After", out var wait) == true
        && int.TryParse(wait, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(seconds)
            : null;

    // Octokit's own timeout looks like a cancellation.
    private static bool IsTimeout(Exception failure, CancellationToken cancellation) =>
        failure is OperationCanceledException && !cancellation.IsCancellationRequested;

    private static string Reason(Exception failure) => (failure.InnerException ?? failure).Message;

    private string Sentence(ApiException refusal)
    {
        var (token, repository) = (settings.TokenVariable, settings.Repository);
        var reason = refusal switch
        {
            RateLimitExceededException limited =>
                $"GitHub accepts no more requests with the token in {token} before {limited.Reset.UtcDateTime:HH:mm} UTC",
            SecondaryRateLimitExceededException or AbuseException =>
                $"GitHub accepts no more requests with the token in {token} for now: try again later",
            AuthorizationException => $"GitHub does not accept the token in {token}: it is wrong, or has expired",
            ForbiddenException =>
                $"the token in {token} may not do this in {repository}: it needs to read contents, and to write pull requests and issues",
            NotFoundException =>
                $"GitHub shows no {repository} to the token in {token}: correct \"pullRequest.repository\", or let the token read it",
            ApiValidationException => $"GitHub refused the pull request in {repository}",
            _ => $"GitHub answered {(int)refusal.StatusCode}",
        };
        return $"{reason} ({Explain(refusal)})";
    }
}

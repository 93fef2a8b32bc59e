using System.Net;
using Octokit;
using Pipeline.Catalog;
using Pipeline.Execution;
using Polly;

namespace Pipeline.GitOps.PullRequests;

/// <summary>Calls GitHub's API, retries transient failures, and explains refusals.</summary>
internal sealed class GitHubCalls(PullRequestSettings settings, StepLog log)
{
    private const int Retries = 3;

    /// <summary>Runs calls, all of them again after a transient failure.</summary>
    /// <exception cref="StepFailedException">It refused, or never answered; the message says what to do.</exception>
    public async Task<T> Run<T>(Func<Task<T>> calls, CancellationToken cancellation)
    {
        var retry = new ResiliencePipelineBuilder()
            .AddRetry(
                new()
                {
                    MaxRetryAttempts = Retries,
                    BackoffType = DelayBackoffType.Exponential,
                    UseJitter = true,
                    Delay = TimeSpan.FromSeconds(1),
                    ShouldHandle = attempt => new(attempt.Outcome.Exception is { } failure && IsPassing(failure)),
                    OnRetry = attempt =>
                    {
                        log.Write($"GitHub: {attempt.Outcome.Exception!.Message}; asked again in {attempt.RetryDelay}");
                        return default;
                    },
                }
            )
            .Build();
        try
        {
            // Octokit takes no cancellation token: a request in flight when the step ends is abandoned.
            return await retry.ExecuteAsync(async token => await calls().WaitAsync(token), cancellation);
        }
        catch (ApiException refusal)
        {
            throw new StepFailedException(Sentence(refusal));
        }
        catch (Exception failure) when (failure is HttpRequestException || IsTimeout(failure, cancellation))
        {
            throw new StepFailedException($"GitHub cannot be reached: {(failure.InnerException ?? failure).Message}");
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

    private static bool IsPassing(Exception failure) =>
        failure switch
        {
            ApiException refusal => refusal.StatusCode >= HttpStatusCode.InternalServerError,
            HttpRequestException => true,
            _ => false,
        };

    // Octokit's own timeout looks like a cancellation.
    private static bool IsTimeout(Exception failure, CancellationToken cancellation) =>
        failure is OperationCanceledException && !cancellation.IsCancellationRequested;

    private string Sentence(ApiException refusal)
    {
        var (token, repository) = (settings.TokenVariable, settings.Repository);
        var reason = refusal switch
        {
            RateLimitExceededException limited =>
                $"GitHub takes no more requests with the token in {token} before {limited.Reset.UtcDateTime:HH:mm} UTC",
            SecondaryRateLimitExceededException or AbuseException =>
                $"GitHub takes no more requests with the token in {token} for the moment: try again later",
            AuthorizationException => $"GitHub does not know the token in {token}: it is wrong, or has expired",
            ForbiddenException =>
                $"the token in {token} may not do this in {repository}: it has to read contents, and to write pull requests and issues",
            NotFoundException =>
                $"GitHub shows no {repository} to the token in {token}: correct \"pullRequest.repository\", or let the token read it",
            ApiValidationException => $"GitHub refused the pull request in {repository}",
            _ => $"GitHub answered {(int)refusal.StatusCode}",
        };
        return $"{reason} ({Explain(refusal)})";
    }
}

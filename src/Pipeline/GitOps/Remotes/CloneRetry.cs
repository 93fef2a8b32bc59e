using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Execution;
using Pipeline.Planning;
using Polly;
using Polly.Retry;

namespace Pipeline.GitOps.Remotes;

/// <summary>Retries lost races and broken connections, and recreates a damaged clone.</summary>
internal sealed class CloneRetry(
    AbsolutePath folder,
    GitOpsRepository target,
    RetrySchedule schedule,
    Action<string> log,
    CancellationToken cancellation
)
{
    /// <summary>Runs an attempt, again where another push came first or the connection broke.</summary>
    /// <exception cref="StepFailedException">No attempt succeeded; the message says why, and what to do.</exception>
    public async Task Run(Func<GitOpsClone, Task> attempt)
    {
        try
        {
            await Retry().ExecuteAsync(async _ => await Once(attempt), cancellation);
        }
        catch (RemoteRejectedException failure)
        {
            throw new StepFailedException(Explain(failure.Rejection));
        }
        catch (GitException failure)
        {
            throw new StepFailedException($"the GitOps repository {target.Repository}: {failure.Message}");
        }
    }

    // Polly's strategy makes one more attempt at least.
    private ResiliencePipeline Retry() =>
        schedule.Attempts == 1
            ? ResiliencePipeline.Empty
            : new ResiliencePipelineBuilder()
                .AddRetry(
                    new RetryStrategyOptions
                    {
                        ShouldHandle = new PredicateBuilder().Handle<RemoteRejectedException>(failure =>
                            failure.Rejection.IsCurable
                        ),
                        MaxRetryAttempts = schedule.Attempts - 1,
                        DelayGenerator = retry => new(schedule.Pause(retry.AttemptNumber, Random.Shared.NextDouble())),
                        OnRetry = retry =>
                        {
                            log($"attempt {retry.AttemptNumber + 1} was lost; the next begins in {retry.RetryDelay}");
                            return default;
                        },
                    }
                )
                .Build();

    private async Task Once(Func<GitOpsClone, Task> attempt)
    {
        var clone = await GitOpsClone.Open(folder, target, log, cancellation);
        try
        {
            await attempt(clone);
        }
        catch (GitException damage) when (clone.IsKept)
        {
            log($"the clone in {folder} is made anew: {damage.Message}");
            await attempt(await GitOpsClone.Create(folder, target, log, cancellation));
        }
        // A damaged clone can look like a broken connection, so the next attempt does not rely on it.
        catch (RemoteRejectedException failure) when (clone.IsKept && failure.Rejection.Kind == RejectionKind.Network)
        {
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    private string Explain(RemoteRejection rejection)
    {
        var (branch, repository) = (target.Branch, target.Repository);
        var reason = rejection.Kind switch
        {
            RejectionKind.Race =>
                $"{schedule.Attempts} attempts to push to {branch} of {repository} came after another "
                    + "push each time: nothing was pushed; run Bump again",
            RejectionKind.Network => $"{repository} could not be reached in {schedule.Attempts} attempts",
            RejectionKind.Missing =>
                $"{repository} or its branch {branch} does not exist: create it with the manifests in it, "
                    + "or correct \"gitops\" of the environment",
            RejectionKind.Hook => $"a hook of {repository} refused the push to {branch}: do as it says",
            RejectionKind.Protected =>
                $"{branch} of {repository} is protected against this push: let the pipeline's identity "
                    + "push there, or name another branch",
            RejectionKind.Rights =>
                $"{repository} does not let the pipeline push to {branch}: give Git a credential that may "
                    + "write there, or name the variable of a token in \"gitops.tokenVariable\"",
            RejectionKind.HostKey => $"the host key of {repository} is not known: add it to known_hosts",
            _ => $"{repository} refused the push to {branch}",
        };
        return $"{reason} ({rejection.Message})";
    }
}

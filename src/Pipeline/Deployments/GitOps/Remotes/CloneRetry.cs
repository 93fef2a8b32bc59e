using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Foundation.Failures;
using Pipeline.Foundation.Git;

namespace Pipeline.Deployments.GitOps.Remotes;

/// <summary>Retries lost races and broken connections, and recreates a damaged clone.</summary>
internal sealed class CloneRetry(
    AbsolutePath folder,
    GitOpsRepository target,
    RetrySchedule schedule,
    Action<string> log,
    CancellationToken cancellation
)
{
    /// <summary>Runs an attempt, and repeats it where another push came first or the connection broke.</summary>
    /// <exception cref="StepFailedException">No attempt succeeded; the message says why, and what to do.</exception>
    public async Task Run(Func<GitOpsClone, Task> attempt)
    {
        try
        {
            await schedule.Run(
                _ => Once(attempt),
                failure => failure is RemoteRejectedException { Rejection.IsCurable: true },
                lost => log($"attempt {lost.Number} failed; the next one starts in {lost.Pause}"),
                cancellation
            );
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

    private async Task<bool> Once(Func<GitOpsClone, Task> attempt)
    {
        var clone = await GitOpsClone.Open(folder, target, log, cancellation);
        try
        {
            await attempt(clone);
            return true;
        }
        catch (GitException damage) when (clone.IsKept)
        {
            log($"the clone in {folder} is created again: {damage.Message}");
            await attempt(await GitOpsClone.Create(folder, target, log, cancellation));
            return true;
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
                $"{schedule.Attempts} attempts to push to {branch} of {repository} each lost a race to another "
                    + "push: nothing was pushed; run Bump again",
            RejectionKind.Network => $"{repository} could not be reached in {schedule.Attempts} attempts",
            RejectionKind.Missing =>
                $"{repository} or its branch {branch} does not exist: create it with the manifests in it, "
                    + "or correct \"gitops\" of the environment",
            RejectionKind.Hook => $"a hook of {repository} refused the push to {branch}: follow its message",
            RejectionKind.Protected =>
                $"{branch} of {repository} is protected against this push: let the pipeline's identity "
                    + "push there, or name another branch",
            RejectionKind.Replacing =>
                $"{repository} lets no one replace the commits of a branch (receive.denyNonFastForwards), as the branch "
                    + "of an earlier proposal would be: delete that branch, and run this again",
            RejectionKind.Rights =>
                $"{repository} does not let the pipeline push to {branch}: give Git a credential that may "
                    + "write there, or name the variable of a token in \"gitops.tokenVariable\"",
            RejectionKind.HostKey => $"the host key of {repository} is unknown: add it to known_hosts",
            _ => $"{repository} refused the push to {branch}",
        };
        return $"{reason} ({rejection.Message})";
    }
}

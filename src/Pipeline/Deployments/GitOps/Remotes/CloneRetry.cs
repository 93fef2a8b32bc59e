using System.Diagnostics;
using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Foundation.Failures;
using Pipeline.Foundation.Git;

namespace Pipeline.Deployments.GitOps.Remotes;

/// <summary>Retries lost races and broken connections, and recreates a damaged clone.</summary>
/// <param name="folder">The folder of the clone.</param>
/// <param name="target">The repository.</param>
/// <param name="access">The environment variables that give Git access to it.</param>
/// <param name="schedule">How many races may be lost, and when a broken connection is tried again.</param>
/// <param name="log">Takes progress.</param>
/// <param name="cancellation">Cancels it.</param>
internal sealed class CloneRetry(
    AbsolutePath folder,
    GitOpsRepository target,
    IReadOnlyDictionary<string, string?> access,
    RetrySchedule schedule,
    Action<string> log,
    CancellationToken cancellation
)
{
    // Each lost race is a push of somebody else that landed; a remote that is away stays away for a while.
    private const int MostBroken = 10;

    private readonly RetrySchedule broken = schedule with { Attempts = Math.Min(schedule.Attempts, MostBroken) };

    /// <summary>Runs an attempt, and repeats it where another push came first or the connection broke.</summary>
    /// <exception cref="StepFailedException">No attempt succeeded; the message says why, and what to do.</exception>
    public async Task Run(Func<GitOpsClone, Task> attempt)
    {
        try
        {
            await broken.Run(
                _ => Race(attempt),
                failure => failure is RemoteRejectedException { Rejection.Kind: RejectionKind.Network },
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

    private async Task<bool> Race(Func<GitOpsClone, Task> attempt)
    {
        for (var number = 1; ; number++)
        {
            var watch = Stopwatch.StartNew();
            try
            {
                await Once(attempt);
                return true;
            }
            catch (RemoteRejectedException lost)
                when (lost.Rejection.Kind == RejectionKind.Race && number < schedule.Attempts)
            {
                var pause = RacePause.After(number, watch.Elapsed, Random.Shared.NextDouble());
                log($"attempt {number} failed, another push came first; the next one starts in {pause}");
                await Task.Delay(pause, schedule.Clock, cancellation);
            }
        }
    }

    private async Task Once(Func<GitOpsClone, Task> attempt)
    {
        using var clone = GitOpsClone.Open(folder, target, access, log, cancellation);
        try
        {
            await attempt(clone);
        }
        catch (GitException damage) when (clone.IsKept)
        {
            log($"the clone in {folder} is created again: {damage.Message}");
            clone.Dispose();
            using var whole = GitOpsClone.Create(folder, target, access, log, cancellation);
            await attempt(whole);
        }
        // A damaged clone can look like a broken connection, so the next attempt does not rely on it.
        catch (RemoteRejectedException failure) when (clone.IsKept && failure.Rejection.Kind == RejectionKind.Network)
        {
            clone.Dispose();
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
            RejectionKind.Network => $"{repository} could not be reached in {broken.Attempts} attempts",
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

using Pipeline.Deployments.GitOps.Remotes;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;

namespace Pipeline.Deployments.GitOps.ArgoCd;

/// <summary>Finds whether a revision contains a commit of the GitOps repository.</summary>
/// <param name="step">A step of the run, for its environment and folders.</param>
/// <param name="log">Takes Git's output.</param>
internal sealed class DeliveredCommits(StepContext step, Action<string> log)
{
    private readonly Dictionary<(string Commit, string Revision), bool> known = [];

    // The caller polls anyway.
    private readonly EnvironmentRepository repository = new(
        step.Environment,
        step.Platform,
        step.Artifacts,
        new() { Attempts = 1 },
        log
    );

    /// <summary>
    /// True where one of the revisions contains the commit. Unknown counts as false, and is polled again.
    /// </summary>
    public async Task<bool> AreIn(string commit, IEnumerable<string> revisions)
    {
        foreach (var revision in revisions)
            if (revision == commit || await Descends(revision, commit))
                return true;
        return false;
    }

    private async Task<bool> Descends(string revision, string commit)
    {
        // Other sources of an application have chart versions, or commits of other repositories.
        if (revision.Length != commit.Length || !revision.All(char.IsAsciiHexDigit))
            return false;
        if (known.TryGetValue((commit, revision), out var answer))
            return answer;

        try
        {
            answer = await repository.LeadsTo(
                commit,
                revision,
                $"{step.Key.Target} {step.Environment.Name}",
                step.Cancellation
            );
        }
        catch (StepFailedException failure)
        {
            log($"whether {revision} descends from {commit} is unknown: {failure.Message}");
            return false;
        }

        return known[(commit, revision)] = answer;
    }
}

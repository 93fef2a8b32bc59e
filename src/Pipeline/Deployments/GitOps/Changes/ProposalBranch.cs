using Pipeline.Deployments.GitOps.Remotes;
using Pipeline.Deployments.History;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;

namespace Pipeline.Deployments.GitOps.Changes;

/// <summary>The branch of an earlier proposal.</summary>
internal sealed class ProposalBranch
{
    private readonly GitOpsClone clone;

    private ProposalBranch(GitOpsClone clone, string commit) => (this.clone, Commit) = (clone, commit);

    /// <summary>The commit at its tip.</summary>
    public string Commit { get; }

    /// <summary>Fetches it; null where the remote has no such branch.</summary>
    /// <exception cref="StepFailedException">Its last commit is someone else's and would be lost.</exception>
    public static async Task<ProposalBranch?> Find(GitOpsClone clone, string branch, StepContext step)
    {
        if (await clone.FetchBranch(branch) is not { } commit)
            return null;

        var message = await clone.Run("log", "-1", "--no-show-signature", "--format=%B", commit);
        var isOurs = DeploymentTrailers
            .Parse(message)
            .Any(trailers =>
                trailers.Environment == step.Environment.Name
                && trailers.Services.Any(service => service.Service == step.Service.Name)
            );
        return isOurs
            ? new(clone, commit)
            : throw new StepFailedException(
                $"the last commit of {branch} ({commit[..7]}) was not made by Pipeline: merge or delete the branch, and run {step.Key.Target} again"
            );
    }

    /// <summary>True where another commit has the same tree and parent.</summary>
    public async Task<bool> IsSame(string other) => await Outcome(Commit) == await Outcome(other);

    // "tree NAME LF parent NAME LF …": a shallow clone knows parents by name alone.
    private async Task<string> Outcome(string commit)
    {
        var lines = (await clone.Run("cat-file", "commit", commit)).Split('\n');
        return string.Join('\n', lines.TakeWhile(line => !line.StartsWith("author ", StringComparison.Ordinal)));
    }
}

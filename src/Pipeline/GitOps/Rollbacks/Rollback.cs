using Pipeline.Catalog;
using Pipeline.Execution;
using Pipeline.GitOps.Changes;
using Pipeline.GitOps.History;
using Pipeline.GitOps.PullRequests;
using Pipeline.GitOps.Remotes;

namespace Pipeline.GitOps.Rollbacks;

/// <summary>
/// The target <c>Rollback</c>: brings an earlier image of a service back, and pins the service so that the next bump does not undo
/// it; or takes that pin away.
/// </summary>
public static class Rollback
{
    /// <summary>Rolls a service back in the run's environment: by a commit, or by a pull request where the catalog says so.</summary>
    public static Task<StepResult> Run(Service service, StepContext step, RollbackOptions options) =>
        Run(step, options, new RetrySchedule());

    internal static async Task<StepResult> Run(StepContext step, RollbackOptions options, RetrySchedule schedule)
    {
        var environment = step.Environment;
        var repository = new EnvironmentRepository(
            environment,
            step.Platform,
            step.Artifacts,
            schedule,
            step.Log.Write
        );
        var identity = await CommitIdentity.Read(step.Source.Root, step.Cancellation);
        var writer = new ChangeWriter(step, repository, identity);
        if (options.Release)
        {
            var release = new PinRelease(step, options, identity);
            return await writer.Commit(tip => Task.FromResult(release.Decide(tip)), PinRelease.Note);
        }

        var history = DeploymentHistory.Parse(
            await repository.ReadLog($"{step.Key.Target} in {environment.Name}", step.Cancellation)
        );
        var rollback = new ServiceRollback(step, options, history, identity);
        return environment.Rollback == Promotion.Automatic
            ? await writer.Commit(rollback.Decide, rollback.Note)
            : await ByPullRequest(rollback, writer);
    }

    private static async Task<StepResult> ByPullRequest(ServiceRollback rollback, ChangeWriter writer)
    {
        var step = rollback.Step;
        var forge = GitHubPullRequests.For(step);
        var branch = $"rollback/{step.Environment.Name}/{step.Service.Name}";
        var (proposal, result) = await writer.Propose(branch, rollback.Decide);
        if (proposal is null)
            return result!;

        var change = proposal.Change;
        var body =
            $"{Markdown.Code(change.Explanation)}\n\n{Markdown.Block(proposal.Made.Diff, "diff")}\n"
            + $"<details><summary>For machines</summary>\n\n{change.Trailers.Write()}\n</details>\n";
        var opened = await forge.Open(
            new(branch, step.Environment.GitOps.Branch, change.Subject, body) { IsNews = proposal.IsNew },
            step.Cancellation
        );
        return StepResult.PassedWith($"{opened}: {rollback.Note(proposal.Tip)}, once it is merged");
    }
}

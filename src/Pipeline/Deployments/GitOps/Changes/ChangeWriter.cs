using Pipeline.Catalog;
using Pipeline.Deployments.GitOps.Manifests;
using Pipeline.Deployments.GitOps.PullRequests;
using Pipeline.Deployments.GitOps.Remotes;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;
using Pipeline.Foundation.Git;

namespace Pipeline.Deployments.GitOps.Changes;

/// <summary>
/// Writes a change of a step's service to its environment's branch; a lost race is repeated on the new tip.
/// </summary>
/// <param name="step">The step.</param>
/// <param name="repository">The environment's repository.</param>
/// <param name="identity">Who commits.</param>
internal sealed class ChangeWriter(StepContext step, EnvironmentRepository repository, CommitIdentity identity)
{
    /// <summary>Makes a change as the catalog asks: by a commit on the branch, or by a pull request.</summary>
    public Task<StepResult> Write(IProposableChange change, Promotion way) =>
        way == Promotion.Automatic ? Commit(change) : Propose(change);

    /// <summary>Commits a change to the environment's branch.</summary>
    public async Task<StepResult> Commit(IChangeRequest request)
    {
        StepResult? result = null;
        var settings = await repository.ReadSettings(step.Cancellation);
        var isOwn = RemoteAddress.IsSources(repository.Target, step.Source.Root, settings);
        await Attempt(
            request,
            async (clone, tip, change) =>
            {
                var made = await tip.With(change with { SkipsCi = isOwn }, identity);
                await clone.Push(made.Commit);
                step.Log.Write($"pushed {made.Commit} to {repository.Target.Branch} of {repository.Target.Repository}");
                if (change.Image is { } image)
                    step.Provide(new ImageBump(step.Environment.Name, made.File, made.Commit, image, made.Diff));
                result = StepResult.PassedWith(
                    $"{request.Describe(tip)}, commit {made.Commit[..7]}{change.Remark}{made.Remark}"
                );
            },
            left => result = left
        );
        return result!;
    }

    // Replaces an earlier proposal on the same branch.
    private async Task<StepResult> Propose(IProposableChange request)
    {
        // Checked first, so that nothing is pushed without access to open the pull request.
        var forge = GitHubPullRequests.For(step);
        var branch = $"{request.Verb}/{step.Environment.Name}/{step.Service.Name}";
        ProposedChange? proposal = null;
        StepResult? result = null;
        await Attempt(
            request,
            async (clone, tip, change) =>
            {
                var before = await ProposalBranch.Find(clone, branch, step);
                var made = await tip.With(change, identity);
                var isNew = before is null || !await before.IsSame(made.Commit);
                if (isNew)
                    await clone.PushBranch(made.Commit, branch, before?.Commit);
                step.Log.Write($"{branch} is at {(isNew ? made.Commit : before!.Commit)}");
                proposal = new(change, tip, made, isNew);
            },
            left => result = left
        );
        if (result is not null)
            return result;

        var opened = await forge.Open(
            new(
                branch,
                repository.Target.Branch,
                proposal!.Change.Subject,
                step.Redact(await request.Explain(proposal))
            )
            {
                IsNews = proposal.IsNew,
            },
            step.Cancellation
        );
        return StepResult.PassedWith(
            $"{opened}: {request.Describe(proposal.Tip)}, once it is merged{proposal.Change.Remark}{proposal.Made.Remark}"
        );
    }

    private async Task Attempt(
        IChangeRequest request,
        Func<GitOpsClone, ServiceTip, ServiceChange, Task> make,
        Action<StepResult> leave
    )
    {
        try
        {
            await repository.Use(
                $"{step.Key.Target} to {step.Environment.Name}",
                async clone =>
                {
                    var tip = await ServiceTip.Read(step, clone, repository.Target, step.Environment);
                    var decision = await request.Decide(tip);
                    if (decision.Change is { } change)
                    {
                        step.RefuseSecrets(change.Message, "the commit");
                        await make(clone, tip, change);
                    }
                    else
                        leave(decision.Result!);
                },
                step.Cancellation
            );
        }
        catch (ManifestException refusal)
        {
            throw new StepFailedException(refusal.Message);
        }
    }
}

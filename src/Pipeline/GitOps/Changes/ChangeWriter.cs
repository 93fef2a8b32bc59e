using Pipeline.Execution;
using Pipeline.GitOps.Manifests;
using Pipeline.GitOps.Remotes;

namespace Pipeline.GitOps.Changes;

/// <summary>Brings a change of a step's service into its environment's branch, by a commit that is made anew on each new tip.</summary>
/// <param name="step">The step.</param>
/// <param name="repository">The environment's repository.</param>
/// <param name="identity">Who commits.</param>
internal sealed class ChangeWriter(StepContext step, EnvironmentRepository repository, CommitIdentity identity)
{
    /// <summary>Commits and pushes what is decided on a tip.</summary>
    /// <param name="decide">Decides.</param>
    /// <param name="note">What to say of the commit.</param>
    public async Task<StepResult> Commit(Func<ServiceTip, Task<ChangeDecision>> decide, Func<ServiceTip, string> note)
    {
        StepResult? result = null;
        var isOwn = await RemoteAddress.IsSources(repository.Target, step.Cancellation);
        await Attempt(async clone =>
        {
            var tip = await ServiceTip.Read(step, clone, repository.Target, step.Environment);
            (var change, result) = await decide(tip);
            if (change is null)
                return;

            var made = await tip.With(change with { SkipsCi = isOwn }, identity);
            await clone.Push(made.Commit);
            step.Log.Write($"pushed {made.Commit} to {repository.Target.Branch} of {repository.Target.Repository}");
            if (change.Image is { } image)
                step.Provide(new ImageBump(step.Environment.Name, made.File, made.Commit, image, made.Diff));
            result = StepResult.PassedWith($"{note(tip)}, commit {made.Commit[..7]}");
        });
        return result!;
    }

    /// <summary>Commits what is decided on a tip to a branch of its own, in the place of what was proposed there before.</summary>
    /// <param name="branch">The branch.</param>
    /// <param name="decide">Decides.</param>
    public async Task<(ProposedChange? Proposal, StepResult? Result)> Propose(
        string branch,
        Func<ServiceTip, Task<ChangeDecision>> decide
    )
    {
        ProposedChange? proposal = null;
        StepResult? result = null;
        await Attempt(async clone =>
        {
            var tip = await ServiceTip.Read(step, clone, repository.Target, step.Environment);
            (var change, result) = await decide(tip);
            if (change is null)
                return;

            var before = await ProposalBranch.Find(clone, branch, step);
            var made = await tip.With(change, identity);
            var isNew = before is null || !await before.IsSame(made.Commit);
            if (isNew)
                await clone.PushBranch(made.Commit, branch, before?.Commit);
            step.Log.Write($"{branch} is at {(isNew ? made.Commit : before!.Commit)}");
            proposal = new(change, tip, made, isNew);
        });
        return (proposal, result);
    }

    private async Task Attempt(Func<GitOpsClone, Task> attempt)
    {
        try
        {
            await repository.Use($"{step.Key.Target} to {step.Environment.Name}", attempt, step.Cancellation);
        }
        catch (ManifestException refusal)
        {
            throw new StepFailedException(refusal.Message);
        }
    }
}

/// <summary>A change on a branch of its own.</summary>
/// <param name="Change">The change.</param>
/// <param name="Tip">What it changes.</param>
/// <param name="Made">Its commit.</param>
/// <param name="IsNew">False where the branch held the same change already.</param>
internal sealed record ProposedChange(ServiceChange Change, ServiceTip Tip, CommittedChange Made, bool IsNew);

/// <summary>What is decided on a tip: a change, or the result that ends the step without one.</summary>
internal sealed record ChangeDecision(ServiceChange? Change, StepResult? Result)
{
    /// <summary>To go on.</summary>
    public static ChangeDecision Make(ServiceChange change) => new(change, null);

    /// <summary>To leave it as it is.</summary>
    public static ChangeDecision Leave(StepResult result) => new(null, result);
}

using Pipeline.Deployments.Decisions;
using Pipeline.Deployments.GitOps.Changes;
using Pipeline.Deployments.GitOps.Sources;
using Pipeline.Deployments.History;
using Pipeline.Deployments.Promotions;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Git;
using Pipeline.Planning;
using Pipeline.Planning.Versions;

namespace Pipeline.Deployments.GitOps.Promotions;

/// <summary>The promotion of one service.</summary>
internal sealed record ServicePromotion(
    StepContext Step,
    ImagePromotion Promotion,
    DeploymentHistory History,
    CommitIdentity Identity
) : IProposableChange
{
    /// <inheritdoc />
    public string Verb => "promote";

    private string Service => Step.Service.Name;

    private string Target => Promotion.Path.To.Name;

    /// <inheritdoc />
    public string Describe(ServiceTip tip) =>
        $"{Promotion.Path.From.Name} → {Target}: {tip.Name} → {Promotion.Image.Tag}";

    /// <inheritdoc />
    public async Task<string> Explain(ProposedChange proposal)
    {
        var before = Before(proposal.Tip)?.Service.SourceCommit;
        var earlier = before ?? VersionTag.RevisionOf(Service, proposal.Tip.Image.Tag);
        var commits = await CommitRange.Between(Step, earlier, Promotion.Running.SourceCommit);
        return PromotionText.Write(Step, Promotion, proposal, commits, before);
    }

    /// <inheritdoc />
    public async Task<ChangeDecision> Decide(ServiceTip tip)
    {
        var (image, before) = (Promotion.Image, Before(tip));
        var situation = Situation(tip, before);
        var decision = situation.Decide(await Ages([.. situation.Builds]));
        return decision switch
        {
            Decision.Change change => ChangeDecision.Make(Change(before, change)),
            Decision.Pinned { IsThere: false, Pin: { } pin } => ChangeDecision.Leave(
                StepResult.Failed(
                    $"{pin}: release it first with \"Rollback --release --service {Service} --environment {Target}\""
                )
            ),
            Decision.Pinned => ChangeDecision.Leave(
                StepResult.PassedWith(new Decision.AlreadyThere(image, tip.Images[0].Place).Reason)
            ),
            Decision.Left left => ChangeDecision.Leave(StepResult.Skipped(left.Reason)),
            Decision.Refused refused => ChangeDecision.Leave(StepResult.Failed(refused.Reason)),
            _ => ChangeDecision.Leave(StepResult.PassedWith(decision.Reason)),
        };
    }

    // The deployment of the image that the environment runs now; null where it is unknown.
    private DeploymentRecord? Before(ServiceTip tip) =>
        History.Of(Service, Target).FirstOrDefault(deployment => tip.States(deployment.Service.Image!));

    // A deployment has more about its commit than the image's tag.
    private Situation Situation(ServiceTip tip, DeploymentRecord? before)
    {
        var situation = tip.To(Promotion.Image).Situation;
        return before?.Service.SourceCommit is { } commit
            ? situation with
            {
                Stated = [.. situation.Stated.Select(image => image with { Build = commit })],
            }
            : situation;
    }

    private async Task<Func<string, BuildAge>> Ages(ImmutableArray<string> builds)
    {
        var commit = await CommitRange.Resolve(Step.Source.Root, Promotion.Running.SourceCommit, Step.Cancellation);
        if (commit is null || builds.IsEmpty)
            return _ => BuildAge.NotLater;

        var source = Step.Source with
        {
            Commit = commit,
            Time = Promotion.Running.Deployment?.Service.SourceTime ?? Step.Source.Time,
        };
        return await new AgeComparison(Step, source, $"{Target}.{Service}", Step.Log.Write).Of(builds);
    }

    private ServiceChange Change(DeploymentRecord? before, Decision.Change decision)
    {
        var origin = RunOrigin.Current(Identity.Committer);
        var delivered = Promotion.Running.Deployment?.Service;
        return new()
        {
            Image = Promotion.Image,
            Subject = $"promote({Service}): {Target} → {Promotion.Image.Tag}",
            Remark = decision.Doubtful is null ? "" : $"; {decision.Reason}",
            Trailers = new()
            {
                Action = DeploymentAction.Promote,
                Environment = Target,
                From = Promotion.Path.From.Name,
                Run = origin.Run,
                Actor = origin.Actor,
                Reason = Promotion.Options.Reason,
                Services =
                [
                    new(Service)
                    {
                        Image = Promotion.Image,
                        SourceCommit = delivered?.SourceCommit,
                        SourceTime = delivered?.SourceTime,
                        Reverts = Promotion.Options.IsFix ? before?.Commit : null,
                        Overrides = CheckResult.OverriddenIn(Promotion.Checks),
                    },
                ],
            },
        };
    }
}

using Pipeline.Catalog;
using Pipeline.Execution;
using Pipeline.Foundation.Git;
using Pipeline.GitOps.Changes;
using Pipeline.GitOps.History;
using Pipeline.GitOps.Remotes;
using Pipeline.Planning.Versions;

namespace Pipeline.GitOps.Promotions;

/// <summary>One service on its way from one environment to the next.</summary>
internal sealed record ServicePromotion(
    StepContext Step,
    PromotionPath Path,
    PromotionOptions Options,
    RunningImage Running,
    ImageReference Image,
    DeploymentHistory History,
    CommitIdentity Identity
)
{
    /// <summary>The first line of its commit and its pull request.</summary>
    public string Title => $"promote({Step.Service.Name}): {Path.To.Name} → {Image.Tag}";

    /// <summary>What brought the image that the environment runs before the promotion; null where that is not known.</summary>
    public Deployment? Before(ServiceTip tip) =>
        History.Of(Step.Service.Name, Path.To.Name).FirstOrDefault(deployment => tip.States(deployment.Service.Image!));

    /// <summary>What it does to a tip.</summary>
    public string Note(ServiceTip tip) =>
        $"{Path.From.Name} → {Path.To.Name}: {tip.Images[0].Reference.Tag ?? tip.Images[0].Image} → {Image.Tag}";

    /// <summary>Whether the promotion goes on from a tip, and how.</summary>
    public async Task<ChangeDecision> Decide(ServiceTip tip)
    {
        if (tip.States(Image))
            return Leave(StepResult.PassedWith($"already at {Image.Tag} ({tip.Images[0].Place})"));
        if (tip.Pin is { } pin)
            return Leave(
                StepResult.Failed(
                    $"{pin}: release it first with \"Rollback --release --service {Step.Service.Name} --environment {Path.To.Name}\""
                )
            );

        var before = Before(tip);
        var current = VersionTag.RevisionOf(Step.Service.Name, tip.Images[0].Reference.Tag);
        if (await IsLater(before?.Service.SourceCommit ?? current))
            return Leave(
                StepResult.PassedWith(
                    $"superseded by {tip.Images[0].Reference.Tag}, a later commit ({tip.Images[0].Place}): left as it is"
                )
            );

        var origin = RunOrigin.Current(Identity.Committer);
        return ChangeDecision.Make(
            new()
            {
                Image = Image,
                Subject = Title,
                Trailers = new()
                {
                    Action = DeploymentAction.Promote,
                    Environment = Path.To.Name,
                    From = Path.From.Name,
                    Run = origin.Run,
                    Actor = origin.Actor,
                    Reason = Options.Reason,
                    Services =
                    [
                        new(Step.Service.Name)
                        {
                            Image = Image,
                            SourceCommit = Running.Deployment?.Service.SourceCommit,
                            SourceTime = Running.Deployment?.Service.SourceTime,
                            Reverts = Options.IsFix ? before?.Commit : null,
                        },
                    ],
                },
            }
        );
    }

    private static ChangeDecision Leave(StepResult result) => ChangeDecision.Leave(result);

    // True where a commit has the one that is promoted among its ancestors.
    private async Task<bool> IsLater(string? current)
    {
        var (root, cancellation) = (Step.Source.Root, Step.Cancellation);
        if (
            await SourceCommits.Resolve(root, current, cancellation) is not { } theirs
            || await SourceCommits.Resolve(root, Running.SourceCommit, cancellation) is not { } ours
            || theirs == ours
        )
            return false;

        var answer = await GitCommand.Try(root, ["merge-base", "--is-ancestor", ours, theirs], cancellation);
        return answer.ExitCode == 0;
    }
}

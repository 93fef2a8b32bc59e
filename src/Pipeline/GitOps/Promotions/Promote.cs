using Pipeline.Catalog;
using Pipeline.Execution;
using Pipeline.GitOps.Changes;
using Pipeline.GitOps.History;
using Pipeline.GitOps.PullRequests;
using Pipeline.GitOps.Remotes;
using Pipeline.Planning.Versions;

namespace Pipeline.GitOps.Promotions;

/// <summary>The target <c>Promote</c>: brings the very image that runs in one environment to the next; nothing is built.</summary>
public static class Promote
{
    /// <summary>Promotes a service to the run's environment, by a commit or by a pull request, as the catalog says.</summary>
    public static Task<StepResult> Run(Service service, StepContext step, PromotionOptions options) =>
        Run(step, options, new RetrySchedule());

    internal static async Task<StepResult> Run(StepContext step, PromotionOptions options, RetrySchedule schedule)
    {
        var path = Path(step, options);
        var (from, to) = (Repository(path.From), Repository(path.To));
        var running = await RunningImage.Read(step, path.From, from);
        var image = new ImageReference(path.To.Registry, step.Service.Image, running.Image.Tag, running.Image.Digest);
        step.Log.Write($"{path.From.Name} runs {running.Image} ({running.Place})");
        var checks = await Examine(step, path, options, running, image);
        if (checks.FirstOrDefault(check => check.State == CheckState.Failed) is { } failed)
            return StepResult.Failed(failed.Detail);

        var history = DeploymentHistory.Parse(
            await to.ReadLog($"{step.Key.Target} to {path.To.Name}", step.Cancellation)
        );
        var identity = await CommitIdentity.Read(step.Source.Root, step.Cancellation);
        var promotion = new ServicePromotion(step, path, options, running, image, history, identity);
        var writer = new ChangeWriter(step, to, identity);
        return path.To.Promotion == Promotion.Automatic
            ? await writer.Commit(promotion.Decide, promotion.Note)
            : await ByPullRequest(promotion, writer, checks);

        EnvironmentRepository Repository(Environment environment) =>
            new(environment, step.Platform, step.Artifacts, schedule, step.Log.Write);
    }

    private static async Task<StepResult> ByPullRequest(
        ServicePromotion promotion,
        ChangeWriter writer,
        ImmutableArray<CheckResult> checks
    )
    {
        var step = promotion.Step;
        // Nothing is pushed that no pull request could follow.
        var forge = GitHubPullRequests.For(step);
        var branch = $"promote/{step.Environment.Name}/{step.Service.Name}";
        var (proposal, result) = await writer.Propose(branch, promotion.Decide);
        if (proposal is null)
            return result!;

        var earlier =
            promotion.Before(proposal.Tip)?.Service.SourceCommit
            ?? VersionTag.RevisionOf(step.Service.Name, proposal.Tip.Image.Tag);
        var commits = await SourceCommits.Between(step, earlier, promotion.Running.SourceCommit);
        var opened = await forge.Open(
            new(
                branch,
                step.Environment.GitOps.Branch,
                promotion.Title,
                PromotionText.Write(promotion, proposal, commits, checks)
            )
            {
                IsNews = proposal.IsNew,
            },
            step.Cancellation
        );
        return StepResult.PassedWith($"{opened}: {promotion.Note(proposal.Tip)}, once it is merged");
    }

    private static PromotionPath Path(StepContext step, PromotionOptions options)
    {
        try
        {
            return PromotionPath.Of(step.Platform, step.Environment, options.From);
        }
        catch (PromotionException refusal)
        {
            throw new StepFailedException(refusal.Message);
        }
    }

    private static async Task<ImmutableArray<CheckResult>> Examine(
        StepContext step,
        PromotionPath path,
        PromotionOptions options,
        RunningImage running,
        ImageReference image
    )
    {
        IPromotionCheck[] checks =
        [
            new HealthCheck(options.Health),
            new RegistryCheck(),
            new SignatureCheck(),
            new ScanCheck(),
        ];
        var results = ImmutableArray.CreateBuilder<CheckResult>();
        foreach (var check in checks)
        {
            results.Add(await check.Examine(step, path, running, image));
            step.Log.Write($"{results[^1].State}: {results[^1].Detail}");
            // What does not move on is not brought to another registry either.
            if (results[^1].State == CheckState.Failed)
                break;
        }

        return results.ToImmutable();
    }
}

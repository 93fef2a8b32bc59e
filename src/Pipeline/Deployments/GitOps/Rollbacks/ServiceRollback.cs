using Pipeline.Catalog;
using Pipeline.Deployments.GitOps.Changes;
using Pipeline.Deployments.GitOps.PullRequests;
using Pipeline.Deployments.History;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;
using Pipeline.Foundation.Git;
using Pipeline.Images;

namespace Pipeline.Deployments.GitOps.Rollbacks;

/// <summary>The rollback of one service in one environment.</summary>
internal sealed record ServiceRollback(
    StepContext Step,
    RollbackOptions Options,
    DeploymentHistory History,
    CommitIdentity Identity
) : IProposableChange
{
    private const string NoReason = "no reason was given";

    /// <inheritdoc />
    public string Verb => "rollback";

    /// <inheritdoc />
    public string Describe(ServiceTip tip) =>
        $"{tip.Name} → {Earlier(tip).Find(Options.To).Service.Image!.Tag}, and pinned there: "
        + $"Bump and Promote leave it until \"Rollback --release --service {Step.Service.Name} --environment {Step.Environment.Name}\"";

    /// <inheritdoc />
    public Task<string> Explain(ProposedChange proposal) =>
        Task.FromResult(
            $"{QuotedText.Code(proposal.Change.Explanation)}\n\n{QuotedText.Block(proposal.Made.Diff, "diff")}\n"
                + $"<details><summary>For machines</summary>\n\n{proposal.Change.Trailers.Write()}\n</details>\n"
        );

    /// <inheritdoc />
    /// <exception cref="StepFailedException">
    /// There is nothing to roll back to, or the registry no longer has it.
    /// </exception>
    public async Task<ChangeDecision> Decide(ServiceTip tip)
    {
        var earlier = Earlier(tip);
        var target = earlier.Find(Options.To);
        var image = target.Service.Image!;
        if (tip.States(image) && tip.Pin is { } pin)
            return ChangeDecision.Leave(StepResult.PassedWith($"already at {image.Tag}, {pin}"));
        if (!await RegistryImages.Holds(Step, Step.Environment, image))
            throw new StepFailedException(
                $"{image.Name} no longer holds {image.Digest}, which {Step.Service.Name} would roll back to: name another with --to"
            );

        var (service, environment) = (Step.Service.Name, Step.Environment.Name);
        var origin = RunOrigin.Current(Identity.Committer);
        var current = earlier.Current;
        var reason = Options.Reason ?? NoReason;
        return ChangeDecision.Make(
            new()
            {
                Image = image,
                Pins = pins =>
                    pins.With(
                        new(service, environment)
                        {
                            Image = image,
                            Reason = reason,
                            By = origin.Actor,
                            Since = DateTimeOffset.UtcNow,
                        }
                    ),
                Subject = $"rollback({environment}): {service} {tip.Name} → {image.Tag}",
                Explanation =
                    $"This takes back {(current is null ? "an edit by hand" : $"the commit {current.Commit}")}, because: {Line(reason)}",
                Trailers = new()
                {
                    Action = DeploymentAction.Rollback,
                    Environment = environment,
                    Run = origin.Run,
                    Actor = origin.Actor,
                    Reason = reason,
                    Services = [target.Service with { Reverts = current?.Commit }],
                },
            }
        );
    }

    private EarlierImages Earlier(ServiceTip tip) =>
        new(
            [.. History.Of(Step.Service.Name, Step.Environment.Name)],
            tip.States,
            $"{Step.Service.Name} in {Step.Environment.Name}"
        );

    private static string Line(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}

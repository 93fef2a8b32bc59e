using Pipeline.Deployments.GitOps.Manifests;
using Pipeline.Deployments.GitOps.Remotes;
using Pipeline.Deployments.History;
using Pipeline.Execution.Logs;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;
using Pipeline.Foundation.Files;
using Pipeline.Foundation.Git;

namespace Pipeline.Deployments.GitOps.Bumps;

/// <summary>
/// Writes the images of a run into its environment's GitOps repository, in one commit for all services.
/// </summary>
internal static class BumpWriter
{
    /// <summary>Writes them; a service whose manifest cannot be edited fails alone.</summary>
    /// <returns>A result for each, in their order.</returns>
    public static async Task<ImmutableArray<StepResult>> Write(
        ImmutableArray<Delivery> deliveries,
        RetrySchedule schedule
    )
    {
        var step = deliveries[0].Step;
        var log = new JointLog([.. deliveries.Select(delivery => delivery.Step.Log)]);
        var repository = new EnvironmentRepository(
            step.Environment,
            step.Platform,
            step.Artifacts,
            schedule,
            log.Write
        );
        var outcomes = new Dictionary<Delivery, BumpOutcome>();
        string? failure = null;
        try
        {
            var settings = await repository.ReadSettings(step.Cancellation);
            var identity = CommitIdentity.Of(settings);
            var isOwn = RemoteAddress.IsSources(repository.Target, step.Source.Root, settings);
            var history = deliveries[0].Options.IsFix ? await History(repository, step) : DeploymentHistory.Empty;
            var attempt = new BumpAttempt(deliveries, repository.Target, identity, history, isOwn, outcomes, log.Write);
            await repository.Use($"{step.Key.Target} to {step.Environment.Name}", attempt.Run, step.Cancellation);
        }
        catch (Exception refused) when (refused is StepFailedException or ManifestException)
        {
            failure = refused.Message;
            log.Write(failure);
        }
        finally
        {
            log.Flush();
        }

        return await DiskWaits.Share(
            deliveries,
            delivery => End(delivery, outcomes.GetValueOrDefault(delivery), failure)
        );
    }

    // A repository of this machine is made by the first delivery.
    private static async Task<DeploymentHistory> History(EnvironmentRepository repository, StepContext step) =>
        repository.IsMissing
            ? DeploymentHistory.Empty
            : DeploymentHistory.Parse(
                await repository.ReadLog($"{step.Key.Target} to {step.Environment.Name}", step.Cancellation)
            );

    private static StepResult End(Delivery delivery, BumpOutcome? outcome, string? failure)
    {
        if (outcome is null)
            return StepResult.Failed(failure!);

        if (outcome.Bump is { } bump)
            delivery.Step.Provide(bump);
        if (outcome.Result is { Status: StepStatus.Failed, Reason: { } reason })
            delivery.Step.Log.Write(reason);
        return outcome.Result;
    }
}

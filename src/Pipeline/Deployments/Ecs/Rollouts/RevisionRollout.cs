using Pipeline.Deployments.Ecs.Revisions;
using Pipeline.Deployments.Ecs.Services;
using Pipeline.Deployments.Health;
using Pipeline.Foundation.Failures;

namespace Pipeline.Deployments.Ecs.Rollouts;

/// <summary>
/// Has a service run a revision: waits for the deployment, asks for its health, and goes back where it does not run.
/// </summary>
/// <param name="access">The service.</param>
/// <param name="pace">How often ECS is asked.</param>
/// <param name="tell">Takes the progress.</param>
internal sealed class RevisionRollout(ServiceAccess access, RolloutPace pace, Action<string> tell)
{
    private readonly RolloutWatch watch = new(access, pace, tell);

    /// <summary>Starts the deployment of a revision, and sees it to its end.</summary>
    /// <param name="revision">The revision.</param>
    /// <param name="before">The name of the revision to go back to.</param>
    /// <exception cref="StepFailedException">It does not run; the message says what does.</exception>
    public Task Start(TaskRevision revision, string before) => See(revision, before, () => watch.Update(revision.Arn));

    /// <summary>Sees a deployment to its end that an earlier run has left.</summary>
    /// <inheritdoc cref="Start"/>
    public Task Continue(TaskRevision revision, string before) => See(revision, before, watch.Settle);

    private async Task See(TaskRevision revision, string before, Func<Task<WatchedRollout>> rollout)
    {
        // By the clock of ECS, which need not be that of this machine.
        var since = (await access.Read()).Events.FirstOrDefault().Time;
        WatchedRollout ended;
        string? complaint;
        try
        {
            ended = await rollout();
            complaint = await ComplaintOf(ended, revision);
        }
        catch (TransientException lost)
        {
            throw new TransientException(
                $"{lost.Message}; ECS goes on with {revision.Name}, and the next run sees to it",
                inner: lost
            );
        }

        if (complaint is null)
            return;
        var reasons = await RolloutReasons.Of(access, ended.Service, revision, since);
        throw new StepFailedException(
            string.Join("; ", [complaint, .. reasons, await GoBack(ended, revision, before)])
        );
    }

    private async Task<string?> ComplaintOf(WatchedRollout ended, TaskRevision revision)
    {
        if (ended.State.Phase == RolloutPhase.Running)
            return $"the deployment of {revision.Name} to {access.Place} has not ended within {access.Settings.Timeout.TotalMinutes:0.#} minutes: {ended.State.Detail}";
        if (ended.State.Phase != RolloutPhase.Done)
            return $"the deployment of {revision.Name} to {access.Place} {ended.State.Detail}";
        if (ended.Service.TaskDefinition != revision.Arn)
            return $"{access.Place} runs {TaskRevision.NameOf(ended.Service.TaskDefinition)} after the deployment of {revision.Name}";
        if (access.Stated.Health is not { } address)
            return null;

        using var probe = new HealthProbe(address, access.Stated.Answer, pace.HealthPause);
        return await probe.Ask(pace.HealthPatience, access.Cancellation) is { } complaint
            ? $"{revision.Name} runs in {access.Place}, and {address} {complaint}"
            : null;
    }

    // An update while ECS goes back by itself would be a third deployment.
    private async Task<string> GoBack(WatchedRollout ended, TaskRevision revision, string before)
    {
        try
        {
            var isFailed = ended.State.Phase == RolloutPhase.Failed && ended.Service.IsRolling;
            var service =
                isFailed && ended.Service.GoesBackItself ? await watch.OwnWayBack(ended.Id) : await access.Read();
            if (service.TaskDefinition == revision.Arn && before == revision.Name)
                return "there is no revision to go back to: deliver another build";
            var back =
                service.TaskDefinition != revision.Arn ? await watch.Settle()
                : !service.IsRolling && ended.State.Phase == RolloutPhase.Running ? await watch.TakeBack(ended.Id!)
                : await watch.Update(before);
            var runs = TaskRevision.NameOf(back.Service.TaskDefinition);
            return runs != before ? $"{runs} has taken its place, and is left alone"
                : back.State.Phase is RolloutPhase.Done or RolloutPhase.TakenBack ? $"{before} runs again"
                : back.State.Phase == RolloutPhase.Running ? $"{before} is on its way again: {back.State.Detail}"
                : $"going back to {before} has failed too: it {back.State.Detail}";
        }
        catch (StepFailedException failure)
        {
            return $"going back to {before} has failed too: {failure.Message}";
        }
    }
}

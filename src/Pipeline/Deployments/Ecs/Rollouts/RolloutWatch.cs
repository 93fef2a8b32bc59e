using System.Diagnostics;
using Pipeline.Deployments.Ecs.Revisions;
using Pipeline.Deployments.Ecs.Services;

namespace Pipeline.Deployments.Ecs.Rollouts;

/// <summary>Watches the deployments of a service until they end.</summary>
/// <param name="access">The service.</param>
/// <param name="pace">How often ECS is asked.</param>
/// <param name="tell">Takes the progress.</param>
internal sealed class RolloutWatch(ServiceAccess access, RolloutPace pace, Action<string> tell)
{
    private readonly StrategyDeployments deployments = new(access);

    private TimeSpan Timeout => access.Settings.Timeout;

    /// <summary>Waits until no deployment of the service runs, whosever it is, for as long as each may take.</summary>
    /// <returns>The last one: still running where it took longer than one may.</returns>
    public async Task<WatchedRollout> Settle()
    {
        var service = await access.Read();
        var last = await Follow(service, await Newest(service));
        while (last.State.Phase == RolloutPhase.Replaced)
            last = await Follow(last.Service, await Newest(last.Service));
        return last;
    }

    /// <summary>Has the service run a revision, and waits for the end of that deployment.</summary>
    /// <param name="revision">Its ARN, or its name.</param>
    public async Task<WatchedRollout> Update(string revision)
    {
        var before = await access.Read();
        var earlier = before.IsRolling ? null : await deployments.Newest();
        var updated = await access.Update(revision);
        if (updated.IsRolling)
            return await Follow(updated, updated.Primary?.Id);

        var asked = Stopwatch.StartNew();
        var id = await deployments.Newest();
        for (; id == earlier && asked.Elapsed < pace.Grace; id = await deployments.Newest())
            await Pause();
        return id == earlier
            ? new(updated, null, new(RolloutPhase.Failed, "was not begun by ECS"))
            : await Follow(updated, id);
    }

    /// <summary>Has ECS take back a deployment by another strategy than rolling, and waits for that.</summary>
    public async Task<WatchedRollout> TakeBack(string deployment)
    {
        await deployments.TakeBack(deployment);
        return await Settle();
    }

    /// <summary>Waits for ECS's own way back after a failed deployment.</summary>
    /// <returns>The service's state: after a while as it was, where ECS does not go back.</returns>
    public async Task<EcsService> OwnWayBack(string? failed)
    {
        var asked = Stopwatch.StartNew();
        var service = await access.Read();
        for (; service.Primary?.Id == failed && asked.Elapsed < pace.Grace; service = await access.Read())
            await Pause();
        return service;
    }

    private async Task<string?> Newest(EcsService service) =>
        service.IsRolling ? service.Primary?.Id : await deployments.Newest();

    private async Task<WatchedRollout> Follow(EcsService service, string? id)
    {
        if (id is null)
            return new(service, null, new(RolloutPhase.Done, ""));

        var asked = Stopwatch.StartNew();
        for (var said = ""; ; await Pause())
        {
            service = await access.Read();
            var state = service.IsRolling
                ? RolloutState.OfRolling(service, id)
                : RolloutState.OfStrategy(await deployments.Describe(id));
            if (state.Phase != RolloutPhase.Running || asked.Elapsed >= Timeout)
                return new(service, id, state);
            if (state.Detail != said)
                tell($"{access.Place}: {TaskRevision.NameOf(service.TaskDefinition)}: {said = state.Detail}");
        }
    }

    private Task Pause() => Task.Delay(pace.Pause, access.Cancellation);
}

/// <summary>A deployment that was watched.</summary>
/// <param name="Service">The service's state.</param>
/// <param name="Id">The deployment's id, or its ARN; null where there is none.</param>
/// <param name="State">How far it has come.</param>
internal sealed record WatchedRollout(EcsService Service, string? Id, RolloutState State);

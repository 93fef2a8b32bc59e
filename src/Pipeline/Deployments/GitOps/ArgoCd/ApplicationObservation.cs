using Pipeline.Catalog;
using Pipeline.Deployments.GitOps.Manifests;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;

namespace Pipeline.Deployments.GitOps.ArgoCd;

/// <summary>Waits until Argo CD has synced the clusters with the GitOps repository.</summary>
internal static class ApplicationObservation
{
    /// <summary>
    /// Waits until every application of each service is synced at the commit of the run's bump, or a later one, and
    /// healthy. An application that is degraded, or whose sync failed, fails its service; so does the catalog's
    /// timeout.
    /// </summary>
    /// <param name="contexts">One for each service; at least one.</param>
    /// <param name="schedule">How often to poll.</param>
    /// <param name="rollBack">Rolls a step's service back, for a reason.</param>
    /// <returns>A result for each context, in their order.</returns>
    public static async Task<ImmutableArray<StepResult>> Run(
        ImmutableArray<StepContext> contexts,
        ObservationSchedule schedule,
        Func<StepContext, string, Task<StepResult>> rollBack
    )
    {
        var environment = contexts[0].Environment;
        if (environment.ArgoCd is not { IsEnabled: true } settings)
            return [.. contexts.Select(_ => StepResult.Skipped(Reason(environment)))];

        var watches = new Dictionary<StepContext, ServiceWatch>();
        var commits = new DeliveredCommits(contexts[0], contexts[0].Log.Write);
        foreach (var context in contexts)
            if (context.Find<ImageBump>() is { } bump && bump.Environment == environment.Name)
                watches[context] = new(new(context, bump, commits), schedule, TimeProvider.System);

        if (watches.Count > 0)
            await Watch(contexts[0], settings, [.. watches.Values], schedule);
        if (settings.Rollback)
            foreach (var watch in watches.Values.Where(watch => watch.Culprit is not null))
                watch.Add(await RollBack(watch, rollBack));
        return
        [
            .. contexts.Select(context =>
                watches.GetValueOrDefault(context)?.Result
                ?? StepResult.Skipped(
                    $"no image of {context.Service.Name} was set in {environment.Name}: there is nothing to wait for"
                )
            ),
        ];
    }

    private static async Task Watch(
        StepContext step,
        ArgoCdSettings settings,
        ServiceWatch[] watches,
        ObservationSchedule schedule
    )
    {
        try
        {
            using var client = ArgoCdAccess.Open(settings);
            await Watch(step, client, watches, schedule);
        }
        catch (ArgoCdException refusal)
        {
            foreach (var watch in watches.Where(watch => watch.Result is null))
                watch.Fail(refusal.Message);
        }
    }

    private static async Task Watch(
        StepContext step,
        ArgoCdClient client,
        ServiceWatch[] watches,
        ObservationSchedule schedule
    )
    {
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            string? trouble = null;
            try
            {
                var applications = await client.List(step.Cancellation);
                foreach (var watch in watches.Where(watch => watch.Result is null))
                    await watch.Look(applications, client);
            }
            catch (ArgoCdUnavailableException passing)
            {
                trouble = passing.Message;
                step.Tell($"{trouble}; trying again in {schedule.Pause.TotalSeconds:0.#} s");
            }

            var open = watches.Where(watch => watch.Result is null).ToArray();
            if (open.Length == 0)
                return;

            if (TimeProvider.System.GetElapsedTime(start) >= step.Environment.ArgoCd!.Timeout)
            {
                foreach (var watch in open)
                    watch.GiveUp(trouble);
                return;
            }

            await Task.Delay(schedule.Pause, step.Cancellation);
        }
    }

    private static async Task<string> RollBack(ServiceWatch watch, Func<StepContext, string, Task<StepResult>> rollBack)
    {
        // A later delivery is for its own run to judge.
        if (!watch.CulpritRunsDelivery)
            return "not rolled back, because another image runs there";

        try
        {
            var result = await rollBack(watch.Step, watch.Result!.Reason!);
            return result.Status == StepStatus.Passed
                ? $"rolled back: {result.Reason}"
                : $"the rollback did not succeed: {result.Reason}";
        }
        catch (Exception failure) when (failure is StepFailedException or ManifestException)
        {
            return $"the rollback failed: {failure.Message}";
        }
    }

    private static string Reason(DeploymentEnvironment environment) =>
        environment.ArgoCd is null
            ? $"the catalog names no Argo CD for {environment.Name} (\"argocd\")"
            : $"\"argocd\" is not enabled for {environment.Name}";
}

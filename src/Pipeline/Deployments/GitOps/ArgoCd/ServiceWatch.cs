using Pipeline.Execution.Steps;

namespace Pipeline.Deployments.GitOps.ArgoCd;

/// <summary>Watches the applications of one service until they are healthy or have failed.</summary>
/// <param name="goal">The state to reach.</param>
/// <param name="schedule">How often to poll.</param>
/// <param name="clock">The clock.</param>
internal sealed class ServiceWatch(ServiceGoal goal, ObservationSchedule schedule, TimeProvider clock)
{
    private readonly Dictionary<string, (Application Application, Verdict Verdict)> seen = [];
    private readonly Dictionary<string, long> refreshed = [];
    private readonly Dictionary<string, long> degraded = [];

    /// <summary>The result; null while it is being watched.</summary>
    public StepResult? Result { get; private set; }

    /// <summary>The step of the service.</summary>
    public StepContext Step => goal.Step;

    /// <summary>The degraded application that caused the failure; null for another cause.</summary>
    public Application? Culprit { get; private set; }

    /// <summary>True where the application runs exactly the delivered image.</summary>
    public bool CulpritRunsDelivery => Culprit is not null && goal.Runs(Culprit);

    /// <summary>Polls the service's applications once.</summary>
    /// <param name="all">All applications.</param>
    /// <param name="client">Refreshes outdated ones.</param>
    public async Task Look(ImmutableArray<Application> all, ArgoCdClient client)
    {
        var own = goal.Own(all);
        foreach (var gone in seen.Keys.Except(own.Select(application => application.Metadata.Name)).ToArray())
            seen.Remove(gone);
        foreach (var listed in own)
        {
            var application = IsDue(listed) ? await Refresh(listed, client) : listed;
            var verdict = await goal.Judge(application);
            if (seen.GetValueOrDefault(listed.Metadata.Name).Verdict != verdict)
                goal.Step.Tell($"{listed.Metadata.Name}: {verdict.Detail}");
            seen[listed.Metadata.Name] = (application, verdict);
        }

        await Settle(client);
    }

    /// <summary>Ends it by the timeout.</summary>
    /// <param name="trouble">Why the last poll failed; null where it succeeded.</param>
    public void GiveUp(string? trouble)
    {
        var missing = seen.Where(application => application.Value.Verdict.Progress != Progress.Reached)
            .Select(application => $"{application.Key} is {application.Value.Verdict.Detail}")
            .ToArray();
        var state =
            missing.Length > 0 ? string.Join("; ", missing)
            : trouble is null
                ? $"Argo CD shows no application {goal.Name}: create it (./build.sh Scaffold writes an ApplicationSet), correct \"argocd.application\", or let the token get it"
            : "its state is unknown";
        Result = StepResult.Failed(
            $"not at {goal.Description} after {goal.Step.Environment.ArgoCd!.Timeout.TotalMinutes:0.##} minutes: {state}{(trouble is null ? "" : $"; {trouble}")}"
        );
    }

    /// <summary>Adds to the reason of a failure.</summary>
    public void Add(string outcome) => Fail($"{Result!.Reason}; {outcome}");

    /// <summary>Ends it as failed.</summary>
    public void Fail(string reason) => Result = StepResult.Failed(reason);

    private async Task Settle(ArgoCdClient client)
    {
        foreach (var (name, (application, verdict)) in seen)
        {
            if (verdict.Progress == Progress.Failed)
                Fail($"{name}: {verdict.Detail}");
            else if (verdict.Progress != Progress.Degraded)
                degraded.Remove(name);
            else if (
                !degraded.TryAdd(name, clock.GetTimestamp())
                && clock.GetElapsedTime(degraded[name]) >= schedule.Grace
            )
            {
                Culprit = application;
                Fail(
                    $"{name} is degraded: {await DegradedResources.Explain(client, application, goal.Step.Cancellation)}"
                );
            }

            if (Result is not null)
                return;
        }

        if (seen.Count > 0 && seen.Values.All(application => application.Verdict.Progress == Progress.Reached))
            Result = StepResult.PassedWith(
                string.Join(
                    "; ",
                    seen.Select(application => $"{application.Key} is {application.Value.Verdict.Detail}")
                )
            );
    }

    // An existing application may not know the commit yet, or may have missed it later.
    private bool IsDue(Application application) =>
        !refreshed.TryGetValue(application.Metadata.Name, out var last)
        || (
            seen.GetValueOrDefault(application.Metadata.Name).Verdict?.Progress != Progress.Reached
            && clock.GetElapsedTime(last) >= schedule.Refresh
        );

    private async Task<Application> Refresh(Application application, ArgoCdClient client)
    {
        var answer = await client.Refresh(application, goal.Step.Cancellation);
        refreshed[application.Metadata.Name] = clock.GetTimestamp();
        return answer;
    }
}

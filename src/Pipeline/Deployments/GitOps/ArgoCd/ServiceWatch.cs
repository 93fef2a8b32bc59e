using Pipeline.Execution.Steps;

namespace Pipeline.Deployments.GitOps.ArgoCd;

/// <summary>Watches the applications of one service until they are healthy or have failed.</summary>
/// <param name="goal">What they have to become.</param>
/// <param name="schedule">How often to ask.</param>
/// <param name="clock">Tells the time.</param>
internal sealed class ServiceWatch(ServiceGoal goal, ObservationSchedule schedule, TimeProvider clock)
{
    private readonly Dictionary<string, (Application Application, Verdict Verdict)> seen = [];
    private readonly Dictionary<string, long> refreshed = [];
    private readonly Dictionary<string, long> degraded = [];

    /// <summary>The result; null while it is being watched.</summary>
    public StepResult? Result { get; private set; }

    /// <summary>The step of the service.</summary>
    public StepContext Step => goal.Step;

    /// <summary>The degraded application that ended it; null where another cause did.</summary>
    public Application? Culprit { get; private set; }

    /// <summary>True where the application runs the very image that was delivered.</summary>
    public bool CulpritRunsDelivery => Culprit is not null && goal.Runs(Culprit);

    /// <summary>Looks at the service's applications once.</summary>
    /// <param name="all">All applications.</param>
    /// <param name="client">Refreshes those that lag behind.</param>
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
    /// <param name="trouble">Why Argo CD could not be asked last; null where it could.</param>
    public void GiveUp(string? trouble)
    {
        var missing = seen.Where(application => application.Value.Verdict.Progress != Progress.Reached)
            .Select(application => $"{application.Key} is {application.Value.Verdict.Detail}")
            .ToArray();
        var state =
            missing.Length > 0 ? string.Join("; ", missing)
            : trouble is null
                ? $"Argo CD shows no application {goal.Name}: create it (./build.sh Scaffold writes an ApplicationSet), correct \"argocd.application\", or let the token get it"
            : "nothing is known about it";
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

    // An application that is there already need not have heard of the commit; later, it may have missed it.
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

using Pipeline.Deployments;
using Pipeline.Deployments.Freezes;
using Pipeline.Deployments.Health;
using Pipeline.Deployments.History;

namespace Pipeline.Build.Reporting.Audit;

/// <summary>Writes the status as text.</summary>
internal static class StatusText
{
    public static void Write(
        ImmutableArray<ServiceState> states,
        ImmutableArray<EnvironmentFreeze> freezes,
        TextWriter output,
        DateTimeOffset now
    )
    {
        TextTable.Write(
            output,
            ["service", "environment", "version", "digest", "source", "age", "by", "action", "sync", "health"],
            states.Select(state => Row(state, now))
        );
        foreach (var (state, note) in states.SelectMany(state => Notes(state).Select(note => (state, note))).Distinct())
            output.WriteLine($"! {state.Service} in {state.Environment}: {note}");
        foreach (var freeze in freezes)
            output.WriteLine($"! {freeze}");
    }

    private static string[] Row(ServiceState state, DateTimeOffset now)
    {
        var deployment = state.Deployment;
        return
        [
            state.Service,
            state.Environment,
            state.Image?.Tag ?? "–",
            Short(state.Image?.Digest),
            deployment?.Service.SourceCommit?[..7] ?? "–",
            DurationText.Show(deployment is null ? null : now - deployment.Time),
            deployment?.Trailers.Actor is { Length: > 0 } actor ? actor.Split(" <")[0] : "–",
            deployment?.Trailers.Action.ToString().ToLowerInvariant() ?? "–",
            state.Health?.Sync ?? "–",
            state.Health switch
            {
                null => "–",
                { State: HealthState.NotChecked } => "not checked",
                { } health => health.State.ToString().ToLowerInvariant(),
            },
        ];
    }

    private static IEnumerable<string> Notes(ServiceState state)
    {
        if (state is { Problem: { } problem, IsMissing: false })
            yield return problem;
        if (state.Pin is { } pin)
            yield return $"{pin}";
        if (state.Image is not null && state.Last is { } last && state.Deployment != last)
            yield return $"{(state.Updater is { } updater ? $"set by {updater}," : "edited by hand")} since {last.Service.Image!.Tag} was delivered ({state.Place})";
        if (state is { LeftTo: { } writer })
            yield return $"left to {writer}";
        foreach (var hidden in state.Hidden)
            yield return hidden;
        if (state.Health is { State: not (HealthState.Healthy or HealthState.NotChecked) } health)
            yield return health.Detail;
    }

    private static string Short(string? digest) => digest is { Length: > 14 } ? digest["sha256:".Length..][..7] : "–";
}

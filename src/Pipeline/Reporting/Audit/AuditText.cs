using System.Globalization;
using Pipeline.Deployments;
using Pipeline.Deployments.Dora;
using Pipeline.Deployments.Health;
using Pipeline.Deployments.History;

namespace Pipeline.Reporting;

/// <summary>Shows what runs where to a person.</summary>
internal static class StatusText
{
    public static void Write(ImmutableArray<ServiceState> states, TextWriter output, DateTimeOffset now)
    {
        TextTable.Write(
            output,
            ["service", "environment", "version", "digest", "source", "age", "by", "action", "sync", "health"],
            states.Select(state => Row(state, now))
        );
        foreach (var (state, note) in states.SelectMany(state => Notes(state).Select(note => (state, note))).Distinct())
            output.WriteLine($"! {state.Service} in {state.Environment}: {note}");
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
            Span.Show(deployment is null ? null : now - deployment.Time),
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
            yield return $"edited by hand since {last.Service.Image!.Tag} was delivered ({state.Place})";
        if (state.Health is { State: not (HealthState.Healthy or HealthState.NotChecked) } health)
            yield return health.Detail;
    }

    private static string Short(string? digest) => digest is { Length: > 14 } ? digest["sha256:".Length..][..7] : "–";
}

/// <summary>Shows what was deployed to a person.</summary>
internal static class HistoryText
{
    public static void Write(ImmutableArray<Deployment> deployments, TextWriter output, DateTimeOffset now)
    {
        if (deployments.IsEmpty)
            output.WriteLine("Nothing was deployed yet.");
        else
            TextTable.Write(
                output,
                [
                    "time (UTC)",
                    "age",
                    "environment",
                    "service",
                    "action",
                    "version",
                    "source",
                    "by",
                    "commit",
                    "reason",
                ],
                deployments.Select(deployment => Row(deployment, now))
            );
    }

    private static string[] Row(Deployment deployment, DateTimeOffset now) =>
        [
            deployment.Time.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
            Span.Show(now - deployment.Time),
            deployment.Trailers.Environment,
            deployment.Service.Service,
            deployment.Trailers.From is { } from
                ? $"promote from {from}"
                : deployment.Trailers.Action.ToString().ToLowerInvariant(),
            deployment.Service.Image?.Tag ?? "–",
            deployment.Service.SourceCommit?[..7] ?? "–",
            deployment.Trailers.Actor.Split(" <")[0],
            deployment.Commit[..7],
            deployment.Trailers.Reason ?? "",
        ];
}

/// <summary>Shows the four measures to a person.</summary>
internal static class DoraText
{
    public static void Write(DoraReport report, TextWriter output)
    {
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{report.Platform}, {report.From.UtcDateTime:yyyy-MM-dd HH:mm} to {report.To.UtcDateTime:yyyy-MM-dd HH:mm} UTC"
            )
        );
        output.WriteLine();
        TextTable.Write(
            output,
            ["environment", "service", "deployments", "a day", "lead time", "failed", "restored in"],
            report.Metrics.Select(Row)
        );
    }

    internal static string[] Row(DoraMetrics metrics) =>
        [
            metrics.Environment,
            metrics.Service ?? "all",
            metrics.Deployments.ToString(CultureInfo.InvariantCulture),
            metrics.PerDay.ToString("0.0#", CultureInfo.InvariantCulture),
            Span.Show(metrics.LeadTime),
            metrics.FailureRate is { } rate ? string.Create(CultureInfo.InvariantCulture, $"{rate * 100:0} %") : "–",
            Span.Show(metrics.Recovery),
        ];
}

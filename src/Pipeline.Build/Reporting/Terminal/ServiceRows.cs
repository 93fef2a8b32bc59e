using Pipeline.Execution.Steps;

namespace Pipeline.Build.Reporting.Terminal;

/// <summary>Selects the services to show where not all fit.</summary>
internal static class ServiceRows
{
    /// <summary>
    /// All services in their order where they fit; else running ones, then failed ones, then the rest.
    /// </summary>
    /// <param name="progress">The progress of the run.</param>
    /// <param name="rows">The available lines; where not all services fit, one is for <see cref="Rest"/>.</param>
    public static ImmutableArray<string> Of(RunProgress progress, int rows) =>
        progress.Services.Length <= rows
            ? progress.Services
            : [.. progress.Services.OrderBy(service => Rank(progress, service)).Take(Math.Max(0, rows - 1))];

    /// <summary>The number of hidden services, and their progress.</summary>
    public static string Rest(RunProgress progress, ImmutableArray<string> visible)
    {
        var hidden = progress.Services.Except(visible).ToArray();
        var counts = hidden
            .GroupBy(service => Rank(progress, service))
            .OrderBy(group => group.Key)
            .Select(group => $"{group.Count()} {Word(group.Key)}");
        return $"… and {hidden.Length} more: {string.Join(", ", counts)}";
    }

    private static ServiceRank Rank(RunProgress progress, string service)
    {
        var keys = progress.Targets.Select(target => new StepKey(target, service)).ToArray();
        if (keys.Any(key => progress.RunningOf(key) is not null))
            return ServiceRank.Running;

        var ends = keys.Select(progress.EndOf).OfType<Step>().ToArray();
        return ends.Any(end => end.Result.Status == StepStatus.Failed) ? ServiceRank.Failed
            : ends.Any(end => end.Result.Status == StepStatus.Blocked) ? ServiceRank.Blocked
            : ends.Length == 0 ? ServiceRank.Waiting
            : ends.Length < keys.Length ? ServiceRank.Begun
            : ServiceRank.Done;
    }

    private static string Word(ServiceRank rank) => rank.ToString().ToLowerInvariant();

    private enum ServiceRank
    {
        Running,
        Failed,
        Blocked,
        Begun,
        Waiting,
        Done,
    }
}

using Pipeline.Deployments.History;

namespace Pipeline.Deployments.Dora;

/// <summary>The four key metrics over a window of time.</summary>
internal sealed record DoraReport
{
    /// <summary>The platform's name.</summary>
    public required string Platform { get; init; }

    /// <summary>When the window begins.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>When the window ends.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>The metrics: for each environment first all services together, then each deployed service.</summary>
    public required ImmutableArray<DoraMetrics> Metrics { get; init; }

    /// <summary>The days on which something was deployed, in their order.</summary>
    public required ImmutableArray<DoraDay> Days { get; init; }

    /// <summary>Measures deployments.</summary>
    /// <param name="platform">The platform's name.</param>
    /// <param name="environments">The environments, in the order in which they are shown.</param>
    /// <param name="deployments">All deployments; the revert of a change may lie after the window.</param>
    /// <param name="window">How long the window is.</param>
    /// <param name="now">When it ends.</param>
    public static DoraReport Of(
        string platform,
        ImmutableArray<string> environments,
        IReadOnlyCollection<DeploymentRecord> deployments,
        TimeSpan window,
        DateTimeOffset now
    )
    {
        var from = now - window;
        var restorations = new Restorations(deployments);
        var changes = deployments
            .Where(deployment => deployment.Time > from && deployment.Time <= now)
            .Where(deployment =>
                deployment.Service.Image is not null
                && deployment.Trailers.Action is DeploymentAction.Deploy or DeploymentAction.Promote
            )
            .Select(deployment => new Change(deployment, restorations.Of(deployment)))
            .ToLookup(change => change.Deployment.Trailers.Environment);
        return new()
        {
            Platform = platform,
            From = from,
            To = now,
            Metrics =
            [
                .. environments.SelectMany(environment =>
                    changes[environment]
                        .GroupBy(change => change.Deployment.Service.Service)
                        .OrderBy(group => group.Key, StringComparer.Ordinal)
                        .Select(group => Measure(environment, group.Key, [.. group], window))
                        .Prepend(Measure(environment, null, [.. changes[environment]], window))
                ),
            ],
            Days =
            [
                .. environments.SelectMany(environment =>
                    changes[environment]
                        .GroupBy(change => DateOnly.FromDateTime(change.Deployment.Time.UtcDateTime))
                        .OrderBy(day => day.Key)
                        .Select(day => new DoraDay(
                            environment,
                            day.Key,
                            day.Count(),
                            day.Count(change => change.Failed)
                        ))
                ),
            ],
        };
    }

    private static DoraMetrics Measure(string environment, string? service, Change[] changes, TimeSpan window) =>
        new()
        {
            Environment = environment,
            Service = service,
            Deployments = changes.Length,
            PerDay = changes.Length / window.TotalDays,
            LeadTime = Median(changes.Select(change => change.LeadTime)),
            Failures = changes.Count(change => change.Failed),
            Recovery = Median(changes.Select(change => change.Recovery)),
        };

    private static TimeSpan? Median(IEnumerable<TimeSpan?> times)
    {
        var known = times.OfType<TimeSpan>().Order().ToArray();
        return known.Length == 0 ? null : (known[(known.Length - 1) / 2] + known[known.Length / 2]) / 2;
    }

    private sealed record Change(DeploymentRecord Deployment, DeploymentRecord? Restoration)
    {
        public bool Failed => Restoration is not null;

        public TimeSpan? LeadTime => Deployment.Time - Deployment.Service.SourceTime;

        public TimeSpan? Recovery => Restoration?.Time - Deployment.Time;
    }
}

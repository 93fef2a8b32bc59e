namespace Pipeline.Deployments.GitOps.ArgoCd;

/// <summary>How often Argo CD is polled.</summary>
internal sealed record ObservationSchedule
{
    /// <summary>The interval between polls.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>The interval between refreshes of an application that is still behind.</summary>
    public TimeSpan Refresh { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long an application may be degraded before it fails: some are for a moment during a rollout.
    /// </summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(15);
}

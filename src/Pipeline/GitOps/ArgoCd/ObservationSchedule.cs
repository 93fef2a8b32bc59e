namespace Pipeline.GitOps.ArgoCd;

/// <summary>How often Argo CD is asked.</summary>
internal sealed record ObservationSchedule
{
    /// <summary>The pause between two looks at all applications.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long after a refresh an application that is still behind is refreshed again.</summary>
    public TimeSpan Refresh { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an application may be degraded before that counts: some are for a moment, while they are replaced.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(15);
}

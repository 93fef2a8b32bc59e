namespace Pipeline.Deployments.Objectives;

/// <summary>The events of a window: requests, for example, or minutes where the source counts time.</summary>
/// <param name="Bad">The number of bad ones.</param>
/// <param name="Total">The number of all.</param>
internal sealed record EventCount(double Bad, double Total)
{
    /// <summary>The share of bad ones; null where there were none at all.</summary>
    // Prometheus extrapolates both numbers, and may make more of the bad ones.
    public double? BadShare => Total > 0 ? Math.Min(Bad / Total, 1) : null;
}

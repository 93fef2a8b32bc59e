namespace Pipeline.Deployments.Dora;

/// <summary>
/// Delivery performance by the four key metrics of DORA (https://dora.dev/guides/dora-metrics-four-keys/);
/// docs/reference/gitops.md defines each.
/// </summary>
internal sealed record DoraMetrics
{
    /// <summary>The environment.</summary>
    public required string Environment { get; init; }

    /// <summary>The service; null for all together.</summary>
    public string? Service { get; init; }

    /// <summary>How many changes were deployed.</summary>
    public required int Deployments { get; init; }

    /// <summary>Deployment frequency: changes a day.</summary>
    public required double PerDay { get; init; }

    /// <summary>
    /// Lead time for changes: the median from the source commit to its deployment; null where none is known.
    /// </summary>
    public TimeSpan? LeadTime { get; init; }

    /// <summary>How many changes were reverted or fixed.</summary>
    public required int Failures { get; init; }

    /// <summary>Change failure rate: the share of failures, from 0 to 1; null where nothing was deployed.</summary>
    public double? FailureRate => Deployments == 0 ? null : (double)Failures / Deployments;

    /// <summary>
    /// Failed deployment recovery time: the median from a failed change to its revert or fix; null where none failed.
    /// </summary>
    public TimeSpan? Recovery { get; init; }
}

/// <summary>The changes of one day in one environment.</summary>
/// <param name="Environment">The environment.</param>
/// <param name="Date">The day, in UTC.</param>
/// <param name="Deployments">How many changes were deployed.</param>
/// <param name="Failures">How many of them were reverted or fixed, at any time.</param>
internal sealed record DoraDay(string Environment, DateOnly Date, int Deployments, int Failures);

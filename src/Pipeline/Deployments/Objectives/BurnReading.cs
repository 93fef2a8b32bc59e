namespace Pipeline.Deployments.Objectives;

/// <summary>How fast a budget burns in two windows.</summary>
/// <param name="Alert">The windows.</param>
/// <param name="Factor">The burn rate above which it is too fast.</param>
/// <param name="LongRate">The burn rate of the long window; null where it is unknown, or there were no events.</param>
/// <param name="ShortRate">The burn rate of the short window; null likewise.</param>
internal sealed record BurnReading(BurnAlert Alert, double Factor, double? LongRate, double? ShortRate)
{
    /// <summary>True where it burns too fast in both, false where not in one; null where that is unknown.</summary>
    public bool? IsBurning => IsAbove(LongRate) & IsAbove(ShortRate);

    private bool? IsAbove(double? rate) => rate is { } known ? known > Factor : null;
}

using Pipeline.Catalog;

namespace Pipeline.Deployments.Objectives;

/// <summary>Two windows in both of which a budget burns too fast before it counts.</summary>
/// <param name="Long">The window that says that it matters.</param>
/// <param name="Short">The window that says that it still goes on.</param>
/// <param name="Share">The share of the budget that may be spent in the long window.</param>
internal sealed record BurnAlert(TimeSpan Long, TimeSpan Short, double Share)
{
    /// <summary>The one that holds back a change: the budget burns fast, now.</summary>
    public static BurnAlert Fast { get; } = new(TimeSpan.FromHours(1), TimeSpan.FromMinutes(5), 0.02);

    /// <summary>Those of the SRE workbook, the fastest first.</summary>
    public static ImmutableArray<BurnAlert> All { get; } =
    [
        Fast,
        new(TimeSpan.FromHours(6), TimeSpan.FromMinutes(30), 0.05),
        new(TimeSpan.FromDays(3), TimeSpan.FromHours(6), 0.1),
    ];

    /// <summary>The burn rate above which the share is spent: 14.4, 6 and 1 of 30 days.</summary>
    /// <param name="window">The objective's window.</param>
    public double Factor(TimeSpan window) => Share * (window / Long);

    /// <summary>
    /// True where it says more than the budget itself: a rate below 1 never spends a budget, and none is higher than
    /// that of bad events alone.
    /// </summary>
    public bool IsMeaningful(Objective objective) =>
        // 10 % of 30 days in 3 is 1, and a rounding less as a floating-point number.
        Math.Round(Factor(objective.Window), 9)
            is >= 1
                and var factor
        && factor < ErrorBudget.BurnRate(1, objective.Budget);
}

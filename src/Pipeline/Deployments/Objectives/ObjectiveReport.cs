using Pipeline.Catalog;
using Pipeline.Foundation;

namespace Pipeline.Deployments.Objectives;

/// <summary>How an objective fares, from the best to the worst.</summary>
internal enum ObjectiveState
{
    /// <summary>It is met, and its budget does not burn fast.</summary>
    Met,

    /// <summary>Too little is known.</summary>
    Unknown,

    /// <summary>Its budget burns fast, now.</summary>
    Burning,

    /// <summary>More than its budget is spent.</summary>
    Spent,
}

/// <summary>What is known of an objective; everything follows from the measurements.</summary>
/// <param name="Subject">The objective.</param>
/// <param name="Whole">The measurement of its window.</param>
/// <param name="Parts">Those of the shorter windows of burn rates.</param>
internal sealed record ObjectiveReport(ObjectiveSubject Subject, Measurement Whole, ImmutableArray<Measurement> Parts)
{
    /// <summary>The share of good events, in percent; null where it is unknown.</summary>
    public double? Measured => (1 - ShareOf(Whole)) * 100;

    /// <summary>The share of the budget that is left; null where it is unknown.</summary>
    public double? BudgetLeft => ShareOf(Whole) is { } share ? ErrorBudget.Left(share, Subject.Objective.Budget) : null;

    /// <summary>The burn rates, as far as their windows were measured.</summary>
    public ImmutableArray<BurnReading> Burns =>
        [
            .. BurnAlert
                .All.Where(alert =>
                    alert.IsMeaningful(Subject.Objective) && IsMeasured(alert.Long) && IsMeasured(alert.Short)
                )
                .Select(alert => new BurnReading(
                    alert,
                    alert.Factor(Subject.Objective.Window),
                    RateOf(alert.Long),
                    RateOf(alert.Short)
                )),
        ];

    /// <summary>How it fares.</summary>
    public ObjectiveState State =>
        BudgetLeft < 0 ? ObjectiveState.Spent
        : FastBurn?.IsBurning == true ? ObjectiveState.Burning
        : Unknowns.IsEmpty ? ObjectiveState.Met
        : ObjectiveState.Unknown;

    /// <summary>What is unknown, a sentence for each reason; empty where enough is known.</summary>
    public ImmutableArray<Measurement.Unknown> Unknowns =>
        [.. Parts.Prepend(Whole).OfType<Measurement.Unknown>().Concat(Undecided()).DistinctBy(one => one.Reason)];

    /// <summary>True where the service may not be changed because of it.</summary>
    public bool HoldsBack =>
        State is ObjectiveState.Spent or ObjectiveState.Burning
        || (
            State == ObjectiveState.Unknown
            && (Subject.Objective.NoData == NoData.Closed || Unknowns.Any(unknown => !unknown.IsMissingData))
        );

    /// <summary>The burn rates that hold back a change; null where their windows say nothing.</summary>
    public BurnReading? FastBurn => Burns.FirstOrDefault(burn => burn.Alert == BurnAlert.Fast);

    // Windows without events are fine as long as nothing depends on them.
    private IEnumerable<Measurement.Unknown> Undecided()
    {
        if (FastBurn is not { IsBurning: null } burn)
            yield break;
        foreach (var window in new[] { burn.Alert.Long, burn.Alert.Short })
            if (Part(window) is Measurement.Counted { Events.BadShare: null })
            {
                yield return new(
                    window,
                    MeasurementProblem.NoEvents,
                    $"there were no events in the last {WindowLength.Write(window)}, so whether errors go on is unknown"
                );
                yield break;
            }
    }

    private bool IsMeasured(TimeSpan window) => Part(window) is not null;

    private Measurement? Part(TimeSpan window) => Parts.FirstOrDefault(part => part.Window == window);

    private double? RateOf(TimeSpan window) =>
        ShareOf(Part(window)) is { } share ? ErrorBudget.BurnRate(share, Subject.Objective.Budget) : null;

    private static double? ShareOf(Measurement? measurement) => (measurement as Measurement.Counted)?.Events.BadShare;
}

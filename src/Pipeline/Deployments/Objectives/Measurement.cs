using Pipeline.Catalog;

namespace Pipeline.Deployments.Objectives;

/// <summary>What a source says of a window.</summary>
/// <param name="Window">The window, which ends now.</param>
internal abstract record Measurement(TimeSpan Window)
{
    /// <summary>The events were counted.</summary>
    internal sealed record Counted(TimeSpan Window, EventCount Events) : Measurement(Window);

    /// <summary>The events are unknown.</summary>
    /// <param name="Window">The window.</param>
    /// <param name="Problem">Why.</param>
    /// <param name="Reason">The same as a sentence.</param>
    internal sealed record Unknown(TimeSpan Window, MeasurementProblem Problem, string Reason) : Measurement(Window)
    {
        /// <summary>
        /// True where data are missing, which <see cref="NoData.Open"/> lets pass; false where the catalog, a query or
        /// a token is wrong, which would let everything pass for good.
        /// </summary>
        public bool IsMissingData =>
            Problem
                is MeasurementProblem.NoSeries
                    or MeasurementProblem.Stale
                    or MeasurementProblem.NoEvents
                    or MeasurementProblem.TooFewEvents
                    or MeasurementProblem.NotANumber
                    or MeasurementProblem.Incomplete
                    or MeasurementProblem.Overloaded
                    or MeasurementProblem.TimedOut
                    or MeasurementProblem.Unreachable;
    }
}

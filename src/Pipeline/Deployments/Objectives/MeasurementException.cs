using Pipeline.Foundation.Failures;

namespace Pipeline.Deployments.Objectives;

/// <summary>Why the events of a window are unknown.</summary>
internal enum MeasurementProblem
{
    /// <summary>Nothing was ever measured.</summary>
    NoSeries,

    /// <summary>Something was measured, and no longer is.</summary>
    Stale,

    /// <summary>There were no events, so that no share of them was bad.</summary>
    NoEvents,

    /// <summary>There were fewer events than the catalog asks for.</summary>
    TooFewEvents,

    /// <summary>The query for bad events gives nothing beside one that does.</summary>
    NoBadSeries,

    /// <summary>NaN, as of 0 divided by 0.</summary>
    NotANumber,

    /// <summary>An infinite number.</summary>
    Infinite,

    /// <summary>A negative number.</summary>
    Negative,

    /// <summary>A scalar, which is there also where nothing is measured.</summary>
    Scalar,

    /// <summary>Neither a vector nor a scalar.</summary>
    OtherResult,

    /// <summary>Several series, none of which is the sum.</summary>
    SeveralSeries,

    /// <summary>The query is invalid.</summary>
    InvalidQuery,

    /// <summary>The query is valid and cannot be evaluated.</summary>
    FailedQuery,

    /// <summary>The server answered with warnings: the number may be of a part of the data.</summary>
    Incomplete,

    /// <summary>The server takes no more for now.</summary>
    Overloaded,

    /// <summary>The server did not answer in time.</summary>
    TimedOut,

    /// <summary>Nothing answers at the address.</summary>
    Unreachable,

    /// <summary>There is no token, or it may not.</summary>
    Forbidden,

    /// <summary>The server has no such objective.</summary>
    UnknownObjective,

    /// <summary>What answers is another program.</summary>
    Strange,
}

/// <summary>The events of a window are unknown; the message says why, and what to do.</summary>
internal sealed class MeasurementException(MeasurementProblem problem, string message, Exception? inner = null)
    : StepFailedException(message, inner)
{
    /// <summary>Why.</summary>
    public MeasurementProblem Problem => problem;

    /// <summary>True where another attempt may succeed.</summary>
    public bool IsTransient =>
        problem is MeasurementProblem.Overloaded or MeasurementProblem.TimedOut or MeasurementProblem.Unreachable;
}

namespace Pipeline.Catalog;

/// <summary>
/// A service level objective: the share of a service's events, such as requests, that must be good within a window.
/// </summary>
/// <param name="Name">Its name, such as <c>availability</c>.</param>
/// <param name="Percent">The share, in percent; below 100.</param>
/// <param name="Window">The window, which ends now.</param>
internal sealed record Objective(string Name, decimal Percent, TimeSpan Window)
{
    /// <summary>The query for the number of bad events; null where the source has its own.</summary>
    public string? BadQuery { get; init; }

    /// <summary>The query for the number of all events; null where the source has its own.</summary>
    public string? TotalQuery { get; init; }

    /// <summary>The fewest events in the window that it can be judged by.</summary>
    public double LeastEvents { get; init; } = FewestFor(Percent);

    /// <summary>What a change may do where too little is known.</summary>
    public NoData NoData { get; init; }

    /// <summary>The error budget: the share of events that may be bad.</summary>
    public double Budget => (double)((100 - Percent) / 100);

    /// <summary>As many events as one bad event alone does not spend the budget of.</summary>
    public static double FewestFor(decimal percent) => (double)decimal.Ceiling(100 / (100 - percent));
}

/// <summary>What a change may do where too little is known about an objective.</summary>
internal enum NoData
{
    /// <summary>It is refused.</summary>
    Closed,

    /// <summary>It passes, and the log says that nothing was checked.</summary>
    Open,
}

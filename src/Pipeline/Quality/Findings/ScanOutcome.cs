namespace Pipeline.Quality.Findings;

/// <summary>How a tool's scan ended.</summary>
public enum ScanOutcome
{
    /// <summary>It scanned everything that it was given.</summary>
    Complete,

    /// <summary>
    /// It is not installed, does not apply, or saw nothing that it knows; another tool of the step may suffice.
    /// </summary>
    Absent,

    /// <summary>It could not complete the scan, so that its findings are unknown.</summary>
    Unable,
}

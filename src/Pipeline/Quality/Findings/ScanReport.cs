namespace Pipeline.Quality.Findings;

/// <summary>The outcome of one tool.</summary>
/// <param name="Tool">The tool's name.</param>
/// <param name="Outcome">How its scan ended.</param>
/// <param name="Findings">What it found.</param>
/// <param name="Detail">
/// Of a complete scan: the database that it consulted. Otherwise: why it is not complete, and what to do.
/// </param>
public sealed record ScanReport(
    string Tool,
    ScanOutcome Outcome,
    ImmutableArray<Finding> Findings,
    string? Detail = null
)
{
    /// <summary>The tool completed its scan.</summary>
    /// <param name="tool">The tool's name.</param>
    /// <param name="findings">What it found.</param>
    /// <param name="consulted">
    /// The database that it consulted and how recent that is, for people; null where it needs none.
    /// </param>
    public static ScanReport Complete(string tool, IEnumerable<Finding> findings, string? consulted = null) =>
        new(tool, ScanOutcome.Complete, [.. findings], consulted);

    /// <summary>The tool is not installed, or does not apply: that matters only where no other tool ran.</summary>
    public static ScanReport Absent(string tool, string reason) => new(tool, ScanOutcome.Absent, [], reason);

    /// <summary>The tool could not complete its scan: that always matters.</summary>
    public static ScanReport Unable(string tool, string reason) => new(tool, ScanOutcome.Unable, [], reason);
}

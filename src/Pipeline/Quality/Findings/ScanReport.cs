namespace Pipeline.Quality.Findings;

/// <summary>How far a tool got.</summary>
public enum ScanOutcome
{
    /// <summary>It looked at everything it was meant to look at.</summary>
    Complete,

    /// <summary>It is not installed, or does not apply; another tool of the step may do.</summary>
    Absent,

    /// <summary>It could not do its work, and what it would have found is not known.</summary>
    Unable,
}

/// <summary>What came of one tool.</summary>
/// <param name="Tool">The tool's name.</param>
/// <param name="Outcome">How far it got.</param>
/// <param name="Findings">What it found.</param>
/// <param name="Detail">Of a complete scan: whose knowledge it rests on. Else: why not, and what to do.</param>
public sealed record ScanReport(
    string Tool,
    ScanOutcome Outcome,
    ImmutableArray<Finding> Findings,
    string? Detail = null
)
{
    /// <summary>The tool came to its end.</summary>
    /// <param name="tool">The tool's name.</param>
    /// <param name="findings">What it found.</param>
    /// <param name="consulted">Whose knowledge that rests on, such as the database it asked; its silence is worth no more.</param>
    public static ScanReport Complete(string tool, IEnumerable<Finding> findings, string? consulted = null) =>
        new(tool, ScanOutcome.Complete, [.. findings], consulted);

    /// <summary>The tool is not there; that matters only where no other tool is.</summary>
    public static ScanReport Absent(string tool, string reason) => new(tool, ScanOutcome.Absent, [], reason);

    /// <summary>The tool could not do its work; that always matters.</summary>
    public static ScanReport Unable(string tool, string reason) => new(tool, ScanOutcome.Unable, [], reason);
}

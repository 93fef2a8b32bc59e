using Pipeline.Execution.Steps;

namespace Pipeline.Quality.Testing;

/// <summary>The results of a service's tests, handed over to later steps and reports.</summary>
/// <param name="Passed">How many passed.</param>
/// <param name="Skipped">How many were found, but not run.</param>
/// <param name="Failed">The names of those that failed.</param>
/// <param name="Coverage">The share of statements that they covered, in percent; null where not measured.</param>
public sealed record TestReport(int Passed, int Skipped, ImmutableArray<string> Failed, double? Coverage = null)
    : IHandedOver
{
    /// <inheritdoc />
    public static string Contract => "TestReport";

    /// <summary>How many were found.</summary>
    public int Collected => Passed + Skipped + Failed.Length;
}

using Pipeline.Execution.Steps;

namespace Pipeline.Quality.Findings;

/// <summary>All findings of a step, handed over to later steps and reports.</summary>
/// <param name="Tools">The tools that completed their scan.</param>
/// <param name="Findings">The worst first.</param>
/// <param name="Report">The SARIF file, relative to the folder of artifacts.</param>
public sealed record FindingSet(ImmutableArray<string> Tools, ImmutableArray<Finding> Findings, string Report)
    : IHandedOver
{
    /// <inheritdoc />
    public static string Contract => "FindingSet";
}

using Pipeline.Quality.Findings;

namespace Pipeline.Build.Reporting.Adoption;

/// <summary>A review in a line.</summary>
internal static class ReviewSummary
{
    /// <summary>How many findings there are of each severity, and in what; or that there is none.</summary>
    public static string Of(FindingSet found, string scope) =>
        found.Findings.IsEmpty
            ? $"no findings in {scope}"
            : $"{found.Findings.Length} {(found.Findings.Length == 1 ? "finding" : "findings")} in {scope}: {string.Join(", ", found.Findings.GroupBy(finding => finding.Severity).Select(group => $"{group.Count()} {group.Key.Word()}"))}";
}

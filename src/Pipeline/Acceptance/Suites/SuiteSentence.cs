namespace Pipeline.Acceptance.Suites;

/// <summary>The results of a suite in a sentence.</summary>
internal static class SuiteSentence
{
    private const int MostNamed = 3;

    /// <summary>The sentence.</summary>
    public static string Of(SuiteReport report)
    {
        var failed = Those(report, CaseOutcome.Failed);
        var sentence =
            failed.Length > 0 ? $"{failed.Length} of {Count(report.Cases.Length)} failed: {Names(failed)}"
            : report.Trouble is { } trouble ? trouble
            : Passed(report);
        return $"{report.Suite}: {sentence}{(report.Runs > 1 ? $" (in {report.Runs} runs)" : "")}";
    }

    private static string Passed(SuiteReport report)
    {
        var (flaky, skipped) = (Those(report, CaseOutcome.Flaky), Those(report, CaseOutcome.Skipped));
        return $"{Count(report.Cases.Length - skipped.Length)} passed"
            + (flaky.Length == 0 ? "" : $", {flaky.Length} of them flaky: {Names(flaky)}")
            + (skipped.Length == 0 ? "" : $", {skipped.Length} more skipped");
    }

    private static SuiteCase[] Those(SuiteReport report, CaseOutcome outcome) =>
        [.. report.Cases.Where(one => one.Outcome == outcome)];

    private static string Count(int cases) => cases == 1 ? "1 case" : $"{cases} cases";

    private static string Names(SuiteCase[] cases) =>
        string.Join(", ", cases.Take(MostNamed).Select(one => one.Id))
        + (cases.Length > MostNamed ? $" and {cases.Length - MostNamed} more" : "");
}

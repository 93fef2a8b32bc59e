using System.Globalization;
using System.Text.RegularExpressions;
using Pipeline.Foundation.Failures;
using Pipeline.Quality.Testing;

namespace Pipeline.Quality.Languages.Rust;

/// <summary>
/// Reads what Rust's test harness prints, the only form that is stable: for each test program how many tests it runs,
/// the names of those that failed, and a summary. A program with a harness of its own has none.
/// </summary>
internal static partial class LibTestOutput
{
    /// <summary>Adds up the summaries; one that contradicts the announcement before it is not the harness's.</summary>
    /// <exception cref="StepFailedException">Tests were announced, and there is no such summary of them.</exception>
    public static TestReport Read(string output)
    {
        var report = new TestReport(0, 0, []);
        var failed = ImmutableArray.CreateBuilder<string>();
        int? announced = null;
        foreach (var line in output.Split('\n').Select(line => line.TrimEnd('\r')))
            if (Announcement().Match(line) is { Success: true } start)
            {
                RefuseOpen(announced);
                announced = Number(start, "count");
            }
            else if (line == "failures:")
                failed.Clear();
            else if (Name().Match(line) is { Success: true } failure)
                failed.Add(failure.Groups["name"].Value);
            else if (
                announced is { } expected
                && Summary().Match(line) is { Success: true } end
                && Number(end, "passed") + Number(end, "failed") + Number(end, "ignored") + Number(end, "measured")
                    == expected
            )
            {
                report = new(
                    report.Passed + Number(end, "passed"),
                    report.Skipped + Number(end, "ignored"),
                    [.. report.Failed, .. Names(failed, Number(end, "failed"))]
                );
                announced = null;
            }

        RefuseOpen(announced);
        return report;
    }

    private static void RefuseOpen(int? announced)
    {
        if (announced is { } tests)
            throw new StepFailedException(
                $"a test program announced {tests} tests and ended without a summary of them: see the log"
            );
    }

    // The last list before a summary; an earlier one, of what tests printed, may look the same.
    private static IEnumerable<string> Names(IEnumerable<string> said, int failed) =>
        said.ToArray() is var names && names.Length == failed
            ? names
            : Enumerable.Repeat("(a test whose name is in the log)", failed);

    private static int Number(Match match, string group) =>
        int.TryParse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : 0;

    [GeneratedRegex(@"^running (?<count>\d+) tests?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Announcement();

    [GeneratedRegex(@"^    (?<name>\S.*)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Name();

    [GeneratedRegex(
        @"^test result: (ok|FAILED)\. (?<passed>\d+) passed; (?<failed>\d+) failed; (?<ignored>\d+) ignored; (?<measured>\d+) measured; \d+ filtered out",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex Summary();
}

using Pipeline.Foundation.Failures;
using Pipeline.Quality.Findings;
using Pipeline.Quality.Testing;

namespace Pipeline.Quality.Languages.Node;

/// <summary>Reads the JSON report of jest, which vitest writes as well.</summary>
internal static class JestReport
{
    private sealed record Report(ImmutableArray<TestFile> TestResults);

    private sealed record TestFile(string Name, string? Status, ImmutableArray<Assertion>? AssertionResults);

    private sealed record Assertion(string? FullName, string? Title, string Status);

    /// <summary>Counts the tests. A file that could not be run has failed too.</summary>
    /// <param name="tool">The tool's name.</param>
    /// <param name="json">The report.</param>
    /// <param name="folder">The folder that names of files are shortened by.</param>
    /// <exception cref="StepFailedException">The report cannot be read.</exception>
    public static TestReport Read(string tool, string json, string folder)
    {
        var files = ReportJson.Read<Report>(tool, json, report => !report.TestResults.IsDefault).TestResults;
        var tests = files.SelectMany(file => file.AssertionResults ?? []).ToArray();
        return new(
            tests.Count(test => test.Status == "passed"),
            tests.Count(test => test.Status is not ("passed" or "failed")),
            [
                .. tests
                    .Where(test => test.Status == "failed")
                    .Select(test => test.FullName ?? test.Title ?? "(a test)"),
                .. files
                    .Where(file => file is { Status: "failed", AssertionResults: null or { IsDefaultOrEmpty: true } })
                    .Select(file => $"{Path.GetRelativePath(folder, file.Name)}, which cannot be run"),
            ]
        );
    }
}

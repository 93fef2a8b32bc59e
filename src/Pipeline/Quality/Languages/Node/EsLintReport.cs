using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;
using Pipeline.Quality.Findings;

namespace Pipeline.Quality.Languages.Node;

/// <summary>Reads ESLint's <c>json</c> format.</summary>
internal static class EsLintReport
{
    // ESLint's severity of an error. The service chose that warnings, of severity 1, do not fail.
    private const int Error = 2;

    private sealed record LintedFile(string FilePath, ImmutableArray<Complaint> Messages);

    private sealed record Complaint(string? RuleId, int Severity, string Message, int? Line, int? Column);

    /// <summary>The errors; a run that looked at no file proves nothing.</summary>
    /// <exception cref="StepFailedException">The report cannot be read.</exception>
    public static ScanReport Read(StepContext step, string report)
    {
        var files = ReportJson.Read<LintedFile[]>(
            "eslint",
            report,
            files => files.All(file => !file.Messages.IsDefault)
        );
        return files.Length == 0
            ? ScanReport.Unable("eslint", $"eslint found no file to look at in {step.Service.Path}")
            : ScanReport.Complete("eslint", files.SelectMany(file => Findings(step, file)));
    }

    private static IEnumerable<Finding> Findings(StepContext step, LintedFile file) =>
        file
            .Messages.Where(complaint => complaint.Severity == Error)
            .Select(complaint => new Finding("eslint", complaint.RuleId ?? "parse", Severity.Medium, complaint.Message)
            {
                File = step.RepositoryPath(file.FilePath),
                Line = complaint.Line,
                Column = complaint.Column,
            });
}

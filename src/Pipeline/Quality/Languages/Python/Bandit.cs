using System.Text.Json;
using System.Text.RegularExpressions;
using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Quality.Findings;
using Pipeline.Quality.Scanners;

namespace Pipeline.Quality.Languages.Python;

/// <summary>
/// Bandit: finds insecure Python by syntax tree. It knows the syntax of the Python that it runs on, and no later one.
/// </summary>
internal sealed partial class Bandit : ISourceScanner
{
    private const string Name = "bandit";

    private sealed record Report(ImmutableArray<Unread> Errors, ImmutableArray<Issue> Results)
    {
        /// <summary>An entry for each file, and one for their sum.</summary>
        public Dictionary<string, JsonElement>? Metrics { get; init; }
    }

    private sealed record Unread(string Filename, string Reason);

    private sealed record Issue(
        string Filename,
        string Issue_Severity,
        string Issue_Text,
        string Test_Id,
        int Line_Number,
        int? Col_Offset
    );

    public IEnumerable<ToolProbe> Probes(Service service) =>
        [.. PythonInterpreter.Probes(service), new(Name, "--version")];

    public async Task<ScanReport> Scan(StepContext step)
    {
        ImmutableArray<string> program =
            await PythonInterpreter.With(step, Name) is { } python ? [python, "-m", Name]
            : step.FindProgram(Name) is { } bandit ? [bandit]
            : [];
        if (program.IsEmpty)
            return ScanReport.Absent(Name, "bandit is not installed: pip install bandit");

        var (outcome, text) = await step.Passing(
            Name,
            file =>
                step.Run(
                    new(
                        program[0],
                        [
                            .. program[1..],
                            "--recursive",
                            ".",
                            "--format",
                            "json",
                            "--output",
                            file,
                            "--quiet",
                            "--exclude",
                            Excluded,
                        ]
                    )
                    {
                        Directory = step.Service.Directory,
                    }
                )
        );
        // Bandit ends with 1 where it found something.
        if (outcome.ExitCode > 1)
            return ScanReport.Unable(Name, $"bandit ended with {outcome.ExitCode}: {outcome.LastLine()}");

        var report = ReportJson.Read<Report>(
            Name,
            text,
            report => report is { Errors.IsDefault: false, Results.IsDefault: false }
        );
        var sources = await SourceTree.Read(step);
        return report.Errors.FirstOrDefault(error => sources.Has(step.RepositoryPath(error.Filename))) is { } unread
                ? ScanReport.Unable(
                    Name,
                    $"bandit could not read {step.RepositoryPath(unread.Filename)}: {unread.Reason}"
                )
            : report.Metrics is { Count: < 2 } ? ScanReport.Unable(Name, "bandit found no Python file to look at")
            : ScanReport.Complete(Name, report.Results.Select(issue => Finding(step, issue)));
    }

    private static string Excluded => string.Join(',', SourceTree.Generated.Select(folder => $"*/{folder}/*"));

    private static Finding Finding(StepContext step, Issue issue) =>
        new(Name, issue.Test_Id, SeverityScale.Parse(issue.Issue_Severity), Quotation().Replace(issue.Issue_Text, ""))
        {
            File = step.RepositoryPath(issue.Filename),
            Line = issue.Line_Number,
            Column = issue.Col_Offset + 1,
        };

    // "Possible hardcoded password: 'the password'".
    [GeneratedRegex(@"(?<=[Pp]assword): .*$", RegexOptions.Singleline)]
    private static partial Regex Quotation();
}

using System.Globalization;
using System.Text.Json.Serialization;
using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Quality.Findings;
using Pipeline.Quality.Scanners;

namespace Pipeline.Quality.Languages.Go;

/// <summary>gosec: finds insecure Go by syntax tree and types.</summary>
internal sealed class Gosec : ISourceScanner
{
    private const string Name = "gosec";

    private sealed record Report(ImmutableArray<Issue>? Issues, Stats? Stats)
    {
        [JsonPropertyName("Golang errors")]
        public Dictionary<string, ImmutableArray<Unread>>? Errors { get; init; }
    }

    private sealed record Unread(string Error);

    private sealed record Stats(int Files);

    private sealed record Issue(
        string Severity,
        string Rule_Id,
        string Details,
        string File,
        string Line,
        string Column
    );

    public IEnumerable<ToolProbe> Probes(Service service) => [GoToolchain.Version, new(Name, "--version")];

    public async Task<ScanReport> Scan(StepContext step)
    {
        if (step.FindProgram(Name) is not { } gosec)
            return ScanReport.Absent(Name, "gosec is not installed: see github.com/securego/gosec");

        var (outcome, text) = await step.Passing(
            Name,
            file =>
                step.Run(
                    new(gosec, "-fmt=json", $"-out={file}", "-no-fail", "./...") { Directory = step.Service.Directory }
                )
        );
        if (!outcome.Succeeded)
            return ScanReport.Unable(Name, $"gosec ended with {outcome.ExitCode}: {outcome.LastLine()}");

        var report = ReportJson.Read<Report>(Name, text, report => report.Stats is not null);
        return report.Errors?.FirstOrDefault(error => !error.Value.IsDefaultOrEmpty)
                is { Value: { IsDefaultOrEmpty: false } errors } unread
                ? ScanReport.Unable(Name, $"gosec could not read {step.RepositoryPath(unread.Key)}: {errors[0].Error}")
            : report.Stats!.Files == 0 ? ScanReport.Unable(Name, "gosec found no Go file to look at")
            : ScanReport.Complete(Name, (report.Issues ?? []).Select(issue => Finding(step, issue)));
    }

    // A line may be a range, such as 12-14.
    private static Finding Finding(StepContext step, Issue issue) =>
        new(Name, issue.Rule_Id, SeverityScale.Parse(issue.Severity), issue.Details)
        {
            File = step.RepositoryPath(issue.File),
            Line = int.Parse(issue.Line.Split('-')[0], CultureInfo.InvariantCulture),
            Column = int.Parse(issue.Column, CultureInfo.InvariantCulture),
        };
}

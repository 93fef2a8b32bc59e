using System.Text.Json;
using System.Text.Json.Serialization;
using Pipeline.Acceptance.LoadTests;
using Pipeline.Execution.Steps;

namespace Pipeline.Build.Reporting.Html;

/// <summary>The page's data: that of the report and everything computed from it, with steps by number.</summary>
internal sealed record PageData
{
    private const int EndsOfLogs = 8;
    private const int LinesOfAnEnd = 14;

    public required PageRun Run { get; init; }
    public required string[] Targets { get; init; }
    public required string[] Services { get; init; }
    public required PageStep[] Steps { get; init; }
    public required PageChain Critical { get; init; }
    public required TargetLayout Graph { get; init; }

    /// <summary>The last lines of the first failed steps' logs, shown before any log is opened.</summary>
    public required PageLogEnd[] LogEnds { get; init; }
    public required PageFinding[] Findings { get; init; }
    public required ImmutableArray<ReportImage> Images { get; init; }
    public required ImmutableArray<ReportBump> Bumps { get; init; }
    public required PageSuite[] Suites { get; init; }
    public required ImmutableArray<LoadReport> Loads { get; init; }
    public PageComparison? Comparison { get; init; }

    /// <summary>Computes it.</summary>
    /// <exception cref="ArgumentException">The steps are inconsistent.</exception>
    public static PageData Of(ReportData data, StepIndex index, LogArchive logs)
    {
        var graph = TargetLayout.Of(data.Steps);
        var targets = new Numbering(graph.Nodes.Select(node => node.Target));
        var services = new Numbering(data.Steps.Select(step => step.Key.Service));
        var lanes = Lanes.Of(data.Steps);
        var blocks = logs.BlockOfStep(data.Steps.Length);
        var critical = CriticalPath.Of(data.Steps);
        return new()
        {
            Run = PageRun.Of(data),
            Targets = targets.Names,
            Services = services.Names,
            Steps =
            [
                .. data.Steps.Select(
                    (step, i) =>
                        new PageStep(
                            targets[step.Key.Target],
                            services[step.Key.Service],
                            Name(step.Status),
                            step.StartMs,
                            step.DurationMs,
                            lanes[i],
                            blocks[i],
                            index.Of(step.Predecessors),
                            step.Reason,
                            step.Command
                        )
                ),
            ],
            Critical = new(index.Of(critical.Steps), critical.DurationMs),
            Graph = graph,
            LogEnds = EndsOfFailedLogs(data.Steps, blocks, logs),
            Findings = [.. data.Findings.OrderByDescending(finding => finding.Severity).Select(PageFinding.Of)],
            Images = data.Images,
            Bumps = data.Bumps,
            Suites = [.. data.Suites.Select(PageSuite.Of)],
            Loads = data.Loads,
            Comparison = data.Previous is null ? null : PageComparison.Of(data.Steps, data.Previous),
        };
    }

    private static PageLogEnd[] EndsOfFailedLogs(ImmutableArray<ReportStep> steps, int[] blocks, LogArchive logs) =>
        [
            .. Enumerable
                .Range(0, steps.Length)
                .Where(i => steps[i].Status == StepStatus.Failed && blocks[i] >= 0)
                .Take(EndsOfLogs)
                .Select(i => new PageLogEnd(i, logs.Read(i).End(LinesOfAnEnd))),
        ];

    internal static string Name<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName($"{value}");
}

internal sealed record PageRun(
    string Platform,
    string Commit,
    string? Branch,
    string Environment,
    string Result,
    DateTimeOffset Started,
    long Duration
)
{
    public static PageRun Of(ReportData data) =>
        new(
            data.Platform,
            data.Commit,
            data.Branch,
            data.Environment,
            PageData.Name(data.Result),
            data.Started,
            data.DurationMs
        );
}

internal sealed record PageStep(
    int Target,
    int Service,
    string Status,
    long Start,
    long Duration,
    int Lane,
    int Block,
    int[] Needs,
    string? Reason,
    string? Command
);

internal sealed record PageChain(int[] Steps, long Duration);

internal sealed record PageLogEnd(int Step, string Text);

internal sealed record PageFinding(
    string Service,
    string Target,
    string Severity,
    string Tool,
    string Rule,
    string Message,
    string? Place
)
{
    public static PageFinding Of(ReportFinding finding) =>
        new(
            finding.Step.Service,
            finding.Step.Target,
            PageData.Name(finding.Severity),
            finding.Tool,
            finding.Rule,
            finding.Message,
            finding.Place
        );
}

internal sealed record PageSuite(
    string Service,
    string Target,
    string Name,
    int Runs,
    string? Trouble,
    PageCase[] Cases,
    ImmutableArray<string> Artifacts
)
{
    public static PageSuite Of(ReportSuite suite) =>
        new(
            suite.Step.Service,
            suite.Step.Target,
            suite.Name,
            suite.Runs,
            suite.Trouble,
            [
                .. suite.Cases.Select(one => new PageCase(
                    one.Name,
                    PageData.Name(one.Outcome),
                    one.DurationMs,
                    one.Message
                )),
            ],
            suite.Artifacts
        );
}

internal sealed record PageCase(string Name, string Outcome, long Duration, string? Message);

internal sealed record PageComparison(string Commit, DateTimeOffset Started, long Duration, PageChange[] Changes)
{
    public static PageComparison Of(ImmutableArray<ReportStep> steps, PreviousRun previous) =>
        new(
            previous.Commit,
            previous.Started,
            previous.DurationMs,
            [
                .. RunComparison
                    .Of(steps, previous)
                    .Changes.Select(change => new PageChange(
                        change.Key.Target,
                        change.Key.Service,
                        PageData.Name(change.Kind),
                        change.BeforeMs,
                        change.NowMs
                    )),
            ]
        );
}

internal sealed record PageChange(string Target, string Service, string Kind, long? Before, long? Now);

/// <summary>Writes the page's data without reflection, which would cost more than the writing itself.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    GenerationMode = JsonSourceGenerationMode.Serialization
)]
[JsonSerializable(typeof(PageData))]
internal sealed partial class PageJson : JsonSerializerContext;

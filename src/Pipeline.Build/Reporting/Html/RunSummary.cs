using Pipeline.Acceptance.LoadTests;
using Pipeline.Acceptance.Suites;
using Pipeline.Deployments;
using Pipeline.Execution;
using Pipeline.Execution.Steps;
using Pipeline.Images;
using Pipeline.Quality.Findings;

namespace Pipeline.Build.Reporting.Html;

/// <summary>Gathers the data of a run's HTML report.</summary>
internal static class RunSummary
{
    /// <summary>Everything of a run that has ended, without its secrets.</summary>
    /// <param name="run">The run.</param>
    /// <param name="previous">The record of the previous run; null for none.</param>
    public static ReportData Of(PipelineRun run, RunRecord? previous)
    {
        var record = RunRecord.Of(run);
        return new()
        {
            Platform = run.Options.Platform.Name,
            Commit = record.Commit,
            Branch = run.Options.Source.Branch is { } branch ? run.Redact(branch) : null,
            Environment = record.Environment,
            Result = record.Result,
            Started = record.Started,
            DurationMs = record.DurationMs,
            Steps = [.. run.Steps.Select(step => Step(run, step))],
            Findings = Findings(run),
            Images = Images(run),
            Bumps = Bumps(run),
            Suites = Suites(run),
            Loads = [.. run.Handover.All<LoadReport>().Select(load => load.Value)],
            // A log file of a blocked step is from an earlier run.
            Logs =
            [
                .. run
                    .Steps.Where(step => step.Result.Status != StepStatus.Blocked)
                    .Select(step => new ReportLog(step.Key, run.LogOf(step.Key)))
                    .Where(log => File.Exists(log.File)),
            ],
            Previous = previous is null ? null : Previous(previous),
        };
    }

    private static ReportStep Step(PipelineRun run, Step step) =>
        new(
            step.Key,
            step.Result.Status,
            (long)(step.Started - run.Started).TotalMilliseconds,
            (long)step.Duration.TotalMilliseconds
        )
        {
            Reason =
                step.Attempts > 1 ? $"attempt {step.Attempts}: {step.Result.Reason ?? "passed"}" : step.Result.Reason,
            Predecessors = run.PredecessorsOf(step.Key),
            Command = run.Redact(StepCommand.Of(step.Key, run.Options)),
        };

    private static ImmutableArray<ReportFinding> Findings(PipelineRun run) =>
        [
            .. run
                .Handover.All<FindingSet>()
                .SelectMany(set =>
                    set.Value.Findings.Select(finding => new ReportFinding(
                        set.Step,
                        finding.Tool,
                        finding.RuleId,
                        finding.Severity,
                        run.Redact(finding.Message),
                        finding.Place
                    ))
                ),
        ];

    private static ImmutableArray<ReportImage> Images(PipelineRun run) =>
        [
            .. run
                .Handover.All<PushedImage>()
                .Select(image => new ReportImage(
                    image.Step.Service,
                    run.Redact($"{image.Value.Reference with { Digest = null }}"),
                    image.Value.Reference.Digest!
                )),
        ];

    private static ImmutableArray<ReportBump> Bumps(PipelineRun run) =>
        [
            .. run
                .Handover.All<ImageBump>()
                .Select(bump => new ReportBump(
                    bump.Step.Service,
                    bump.Value.Environment,
                    bump.Value.File,
                    bump.Value.Commit,
                    run.Redact(bump.Value.Diff)
                )),
        ];

    private static ImmutableArray<ReportSuite> Suites(PipelineRun run) =>
        [
            .. run
                .Handover.All<EndToEndReport>()
                .SelectMany(step =>
                    step.Value.Suites.Select(suite => new ReportSuite(
                        step.Step,
                        suite.Suite,
                        suite.Runs,
                        suite.Trouble is { } trouble ? run.Redact(trouble) : null,
                        [
                            .. suite
                                .Cases.OrderByDescending(one => one.Outcome)
                                .Select(one => new ReportCase(
                                    run.Redact($"{one.Id}"),
                                    one.Outcome,
                                    (long)(one.Seconds * 1000),
                                    one.Message
                                )),
                        ],
                        [.. suite.Artifacts.Select(file => $"../{file}")]
                    ))
                ),
        ];

    private static PreviousRun Previous(RunRecord record) =>
        new(
            record.Commit,
            record.Started,
            record.DurationMs,
            [
                .. record.Steps.Select(step => new PreviousStep(
                    new(step.Target, step.Service),
                    step.Status,
                    step.DurationMs
                )),
            ]
        );
}

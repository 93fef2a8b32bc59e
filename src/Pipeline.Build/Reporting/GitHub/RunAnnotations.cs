using Pipeline.Catalog;
using Pipeline.Execution;
using Pipeline.Execution.Steps;
using Pipeline.Quality.Findings;

namespace Pipeline.Build.Reporting.GitHub;

/// <summary>The findings of a run as annotations on files and lines.</summary>
internal static class RunAnnotations
{
    /// <summary>
    /// How many annotations of a level GitHub shows for a job's step; it silently drops the rest.
    /// </summary>
    /// <remarks>
    /// https://docs.github.com/rest/checks/runs, and the documentation of problem matchers in actions/toolkit.
    /// </remarks>
    public const int Most = 10;

    /// <summary>The commands: errors, warnings and notices, the worst of each level, and a count of the rest.</summary>
    public static IEnumerable<string> Of(PipelineRun run)
    {
        var steps = run.Planned.Join(run.Steps, key => key, step => step.Key, (_, step) => step).ToArray();
        var ends = steps.ToDictionary(step => step.Key, step => step.Result.Status);
        var found = run
            .Handover.All<FindingSet>()
            .SelectMany(set => set.Value.Findings.Select(finding => Annotation.Of(set.Step, finding, run, ends)))
            .OrderByDescending(annotation => annotation.Severity);
        var failed = steps
            .Where(step => step.Result.Status == StepStatus.Failed)
            .Select(step => Annotation.Of(step, "error"));
        var skipped = steps
            .Where(step => step.Result.Status == StepStatus.Skipped)
            .Select(step => Annotation.Of(step, "notice"));
        return failed
            .Concat(skipped)
            .Concat(found)
            .GroupBy(annotation => annotation.Level)
            .OrderBy(level => Array.IndexOf(Annotation.Levels, level.Key))
            .SelectMany(level => Shown([.. level]))
            .Select(annotation => annotation.Command());
    }

    private static IEnumerable<Annotation> Shown(Annotation[] level) =>
        level.Length <= Most
            ? level
            : level[..(Most - 1)]
                .Append(
                    new(
                        level[0].Level,
                        $"{level.Length - Most + 1} more",
                        "the step summary and the report have all of them"
                    )
                );
}

/// <summary>A message, with a place where it has one.</summary>
/// <param name="Level">The name of its command.</param>
/// <param name="Title">Its title.</param>
/// <param name="Message">The message.</param>
internal sealed record Annotation(string Level, string Title, string Message)
{
    /// <summary>The levels, the worst first.</summary>
    public static readonly string[] Levels = ["error", "warning", "notice"];

    /// <summary>The finding, where it is one.</summary>
    public Finding? Finding { get; private init; }

    /// <summary>The finding's severity.</summary>
    public Severity Severity => Finding?.Severity ?? Severity.Critical;

    /// <summary>The annotation for the end of a step.</summary>
    public static Annotation Of(Step step, string level) =>
        new(level, $"{step.Key} {StepText.Name(step.Result.Status)}", step.Result.Reason ?? "");

    /// <summary>The annotation for a finding: an error where the step failed because of it.</summary>
    public static Annotation Of(
        StepKey step,
        Finding finding,
        PipelineRun run,
        IReadOnlyDictionary<StepKey, StepStatus> ends
    )
    {
        var isFailed = ends.GetValueOrDefault(step) == StepStatus.Failed;
        var level =
            isFailed && finding.Excuse is null && finding.Severity >= run.Options.Platform.Policy.Severity ? "error"
            : isFailed || finding.Severity >= Severity.Medium ? "warning"
            : "notice";
        var package = finding.Package is null ? "" : $"{finding.Package}: ";
        var fix = finding.FixedVersion is null ? "" : $" (fixed in {finding.FixedVersion})";
        return new(level, $"{step}: {finding.Tool} {finding.RuleId}", run.Redact($"{package}{finding.Message}{fix}"))
        {
            Finding = finding,
        };
    }

    /// <summary>The workflow command.</summary>
    public string Command() =>
        WorkflowCommand.Of(
            Level,
            Message,
            ("title", Title),
            ("file", Finding?.File),
            ("line", Finding?.File is null ? null : $"{Finding.Line}"),
            ("col", Finding?.File is null ? null : $"{Finding.Column}")
        );
}

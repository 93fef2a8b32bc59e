using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;
using Pipeline.Foundation.Processes;
using Pipeline.Quality.Findings;

namespace Pipeline.Quality.Languages;

/// <summary>The result of a tool that ended with an error: its findings, or else the last line of its output.</summary>
internal static class Rejection
{
    /// <summary>The findings; an empty list throws, as it would read as approval.</summary>
    public static ImmutableArray<Finding> Explain(
        string tool,
        CommandOutcome outcome,
        ImmutableArray<Finding> findings
    ) =>
        findings.IsEmpty
            ? throw new StepFailedException($"{tool} ended with {outcome.ExitCode}: {outcome.LastLine()}")
            : findings;

    /// <summary>The failed step of a tool that ended with an error.</summary>
    public static StepResult Judge(
        StepContext step,
        string tool,
        CommandOutcome outcome,
        ImmutableArray<Finding> findings
    ) => Gate.JudgeAll(step, ScanReport.Complete(tool, Explain(tool, outcome, findings)));
}

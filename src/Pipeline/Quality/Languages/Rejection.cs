using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;
using Pipeline.Foundation.Processes;
using Pipeline.Quality.Findings;

namespace Pipeline.Quality.Languages;

/// <summary>A tool that ended with an error: what it found, or else what it said last.</summary>
internal static class Rejection
{
    /// <summary>The findings where there are any; never an empty list, which would pass for approval.</summary>
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

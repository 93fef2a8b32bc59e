namespace Pipeline.Adoption.Workflows;

/// <summary>A check that a job runs: tests, a linter, a scanner.</summary>
/// <param name="Tool">The tool.</param>
/// <param name="Step">The step.</param>
/// <param name="Line">Its line.</param>
/// <param name="Leniency">What in the file keeps it from failing the job; null where it can.</param>
internal sealed record GateRun(string Tool, ExistingStep Step, int Line, string? Leniency)
{
    /// <summary>The checks of a job, in their order.</summary>
    public static ImmutableArray<GateRun> Of(ExistingJob job) =>
        [.. job.Steps.SelectMany(step => step.Uses is null ? GateCommands.Of(step) : GateActions.Of(step))];

    /// <summary>What lets a step or its job pass whatever it finds; null for nothing.</summary>
    public static string? Pardon(ExistingStep step) =>
        step.Map.Text("continue-on-error") == "true" ? "continue-on-error: true"
        : step.Job.Map.Text("continue-on-error") == "true" ? "continue-on-error: true of the job"
        : null;
}

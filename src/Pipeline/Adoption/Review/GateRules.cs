using Pipeline.Adoption.Workflows;
using Pipeline.Catalog;
using Pipeline.Quality.Findings;

namespace Pipeline.Adoption.Review;

/// <summary>Finds checks that cannot fail.</summary>
internal static class GateRules
{
    private static readonly ReviewRule CannotFail = new(
        WorkflowReview.Tool,
        "gate-cannot-fail",
        Severity.High,
        "Pipeline fails the step of each service by one policy, and excuses a finding by name, owner and date alone"
    );

    /// <summary>The findings in a workflow.</summary>
    public static IEnumerable<Finding> Check(ExistingWorkflow workflow) => workflow.Jobs.SelectMany(Check);

    // A report beside a gate of the same tool is one that people read.
    private static IEnumerable<Finding> Check(ExistingJob job) =>
        GateRun
            .Of(job)
            .GroupBy(gate => gate.Tool)
            .Where(runs => runs.All(run => run.Leniency is not null))
            .SelectMany(runs => runs)
            .Select(run =>
                CannotFail.At(
                    job.Workflow.Path,
                    run.Line,
                    $"{run.Tool} cannot fail the job {job.Key.Value}, because of {run.Leniency}: what it finds goes on to delivery"
                )
            );
}

using Pipeline.Workflows.Model;

namespace Pipeline.Workflows.Design;

/// <summary>The job that reports whether all others succeeded.</summary>
internal static class GateJob
{
    public const string Id = "gate";

    public static WorkflowJob Of(WorkflowDesign design, string target, ImmutableArray<string> jobs) =>
        new()
        {
            Id = Id,
            Comment =
                $"{Meaning(design)}: red where a job failed or was cancelled, green where all passed or had nothing to do.",
            Needs = jobs,
            If = "always()",
            Runner = design.Runner,
            Minutes = 10,
            Permissions = [Permission.Checkout],
            Steps =
            [
                JobSteps.Checkout(design, history: null),
                new RunStep(
                    $"{design.Script} {target}",
                    [new("RESULTS", string.Join(' ', jobs.Select(job => $"{job}=${{{{ needs.{job}.result }}}}")))]
                ),
            ],
        };

    // A check can only be required before a merge.
    private static string Meaning(WorkflowDesign design) =>
        design.Triggers.Any(trigger => trigger is PullRequestTrigger)
            ? "The one check to require"
            : "Tells how the run went";
}

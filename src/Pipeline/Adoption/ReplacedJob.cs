using Pipeline.Adoption.Review;
using Pipeline.Adoption.Workflows;

namespace Pipeline.Adoption;

/// <summary>A job of a workflow that a person wrote, and the jobs that do its work from now on.</summary>
/// <param name="Place">Its file and line.</param>
/// <param name="Name">Its name.</param>
/// <param name="By">The jobs of generated workflows, each as <c>FILE JOB</c>; empty where none does its work.</param>
internal sealed record ReplacedJob(string Place, string Name, ImmutableArray<string> By)
{
    /// <summary>The jobs of workflows, each with those that replace it.</summary>
    /// <param name="existing">What people wrote.</param>
    /// <param name="generated">What Pipeline generates.</param>
    public static ImmutableArray<ReplacedJob> Of(
        ImmutableArray<ExistingWorkflow> existing,
        ImmutableArray<ExistingWorkflow> generated
    ) =>
        [
            .. from workflow in existing
            from job in workflow.Jobs
            let targets = Targets(job).ToArray()
            select new ReplacedJob(
                $"{workflow.Path}:{job.Key.Line}",
                job.Key.Value,
                [
                    .. from other in generated
                    where other.Triggers.Any(trigger => IsSame(trigger.Value, workflow))
                    from replacing in other.Jobs
                    where replacing.Commands.Any(each => each.Command.Text.Split(' ').Intersect(targets).Any())
                    select $"{other.Path[(other.Path.LastIndexOf('/') + 1)..]} {replacing.Key.Value}",
                ]
            ),
        ];

    // What a person starts is started by a person.
    private static bool IsSame(string trigger, ExistingWorkflow workflow) =>
        workflow.Triggers.Any(other => other.Value == trigger);

    private static IEnumerable<string> Targets(ExistingJob job)
    {
        if (GateRun.Of(job).Any())
            yield return "Test";
        if (job.Steps.Any(step => ImageRules.PushedIn(step) is not null))
            yield return "Push";
        if (job.Commands.Any(each => BumpCommand.Is(each.Command)))
            yield return "Bump";
    }
}

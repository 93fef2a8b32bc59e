using Pipeline.Adoption.Review;
using Pipeline.Adoption.Workflows;

namespace Pipeline.Adoption;

/// <summary>A job of a workflow that a person wrote, and the jobs that do its work from now on.</summary>
/// <param name="Place">Its file and line.</param>
/// <param name="Name">Its name.</param>
/// <param name="By">The jobs of generated workflows, each as <c>FILE JOB</c>; empty where none does its work.</param>
internal sealed record ReplacedJob(string Place, string Name, ImmutableArray<string> By)
{
    private static readonly ImmutableArray<string> Events = ["push", "pull_request", "schedule", "workflow_dispatch"];

    /// <summary>The jobs of workflows, each with those that replace it.</summary>
    /// <param name="existing">What people wrote.</param>
    /// <param name="generated">What Pipeline generates.</param>
    public static ImmutableArray<ReplacedJob> Of(
        ImmutableArray<ExistingWorkflow> existing,
        ImmutableArray<ExistingWorkflow> generated
    ) =>
        [
            .. from workflow in existing
            let events = EventsOf(workflow, existing)
            from job in workflow.Jobs
            let targets = Called(job, existing).Append(job).SelectMany(Targets).ToHashSet()
            select new ReplacedJob(
                $"{workflow.Path}:{job.Key.Line}",
                job.Key.Value,
                [
                    .. from other in generated
                    where other.Triggers.Any(trigger => events.Contains(trigger.Value))
                    from replacing in other.Jobs
                    where replacing.Commands.SelectMany(each => Started(each.Command)).Any(targets.Contains)
                    select $"{other.Path[(other.Path.LastIndexOf('/') + 1)..]} {replacing.Key.Value}",
                ]
            ),
        ];

    // A workflow that others call is started by what starts them.
    private static HashSet<string> EventsOf(ExistingWorkflow workflow, ImmutableArray<ExistingWorkflow> all) =>
        [
            .. all.Where(other => other == workflow || other.Jobs.Any(job => IsCall(job, workflow)))
                .SelectMany(other => other.Triggers.Select(trigger => trigger.Value))
                .Where(Events.Contains),
        ];

    private static IEnumerable<ExistingJob> Called(ExistingJob job, ImmutableArray<ExistingWorkflow> all) =>
        all.Where(other => IsCall(job, other)).SelectMany(other => other.Jobs);

    private static bool IsCall(ExistingJob job, ExistingWorkflow workflow) => job.Calls?.Value == $"./{workflow.Path}";

    // Targets come before parameters, and --skip names what is not started.
    private static IEnumerable<string> Started(ScriptCommand command) =>
        command.Text.Split(' ').TakeWhile(word => !word.StartsWith("--", StringComparison.Ordinal));

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

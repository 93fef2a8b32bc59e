using Pipeline.Workflows.Model;

namespace Pipeline.Workflows.Design;

/// <summary>The overview of jobs at the head of a workflow.</summary>
internal static class WorkflowOutline
{
    /// <summary>The lines; an empty line before each paragraph.</summary>
    /// <param name="jobs">The jobs.</param>
    /// <param name="service">The called workflow for each service; null for none.</param>
    public static ImmutableArray<string> Of(IReadOnlyList<WorkflowJob> jobs, ServiceWorkflows? service = null)
    {
        var lines = ImmutableArray.CreateBuilder<string>();
        var working = jobs.Where(job => job.Id != GateJob.Id).ToArray();
        // Two jobs, or several paths, are clear from the jobs themselves.
        if (working.Length > 2 && working.Zip(working.Skip(1)).All(pair => pair.Second.Needs.Contains(pair.First.Id)))
            lines.AddRange("", $"{string.Join(" → ", working.Select(job => Name(job, service)))}");
        if (jobs.SelectMany(job => job.Steps).OfType<RunStep>().Any(run => run.Command.Contains(JobSteps.Skip)))
            lines.AddRange("", $"What stands behind {JobSteps.Skip.Trim()} was run by an earlier job.");
        return lines.ToImmutable();
    }

    private static string Name(WorkflowJob job, ServiceWorkflows? service) =>
        job.Id == ServiceWorkflows.CallerId && service is not null
            ? $"{job.Id} ({string.Join(" → ", service.Jobs.Select(called => called.Name))})"
            : job.Id;
}

using Pipeline.Workflows.Graph;
using Pipeline.Workflows.Model;

namespace Pipeline.Workflows.Design;

/// <summary>Composes workflows from the target graph.</summary>
internal static class WorkflowComposer
{
    /// <summary>The most jobs that a matrix may have: GitHub's <c>jobs.&lt;job_id&gt;.strategy.matrix</c>.</summary>
    public const int MostLegs = 256;

    /// <summary>The workflow of a design, followed by those that it calls.</summary>
    /// <param name="design">The design.</param>
    /// <param name="targets">All targets of the build.</param>
    /// <exception cref="WorkflowException">The workflow is not possible; the message says why.</exception>
    public static ImmutableArray<Workflow> Compose(WorkflowDesign design, IReadOnlyCollection<TargetNode> targets)
    {
        var graph = JobGraph.Of(targets, design.Targets);
        var perService = graph.Jobs.Where(job => job.Per == Per.Service).ToImmutableArray();
        if (perService.IsEmpty)
            return [Main(design, graph, targets, service: null)];
        if (design.Services is null)
            throw new WorkflowException(
                $"the job \"{perService[0].Name}\" is run for each service, and the workflow \"{design.Name}\" has no source of services"
            );

        if (design.Services.Target is null || perService.Length == 1)
            return [Main(design, graph, targets, service: null)];

        var called = ServiceWorkflows.Of(design, graph, perService);
        return [Main(design, graph, targets, called), .. called.Files];
    }

    private static string MatrixOf(WorkflowDesign design, JobGraph graph, ServiceWorkflows? service) =>
        service is { IsChunked: true } ? "chunks"
        : service is null && graph.Jobs.Any(design.Services!.HasVersions) ? "versions"
        : "matrix";

    private static Workflow Main(
        WorkflowDesign design,
        JobGraph graph,
        IReadOnlyCollection<TargetNode> targets,
        ServiceWorkflows? service
    )
    {
        var jobs = ImmutableArray.CreateBuilder<WorkflowJob>();
        var hasServices = graph.Jobs.Any(job => job.Per == Per.Service);
        if (hasServices && design.Services!.Target is { } planner)
            jobs.Add(PlanJob.Of(design, TargetClosure.Of(targets, [planner])[^1], MatrixOf(design, graph, service)));

        var scopes = ServiceExpressions.Of(design, graph, service is not null);
        foreach (var job in graph.Jobs)
            if (service is null || job.Per != Per.Service)
                jobs.Add(new JobComposer(design, graph, scopes).Compose(job));
            else if (job == service.Jobs[0])
                jobs.Add(service.Caller(design));

        if (design.Gate is { } gate)
            jobs.Add(GateJob.Of(design, gate, [.. jobs.Select(job => job.Id)]));
        return new()
        {
            File = $"{design.Name}.yml",
            Name = design.Name,
            Comment = [.. design.Comment, .. WorkflowOutline.Of(jobs, service)],
            Triggers = design.Triggers,
            Concurrency = design.Concurrency,
            Jobs = jobs.ToImmutable(),
        };
    }
}

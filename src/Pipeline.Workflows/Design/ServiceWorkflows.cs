using Pipeline.Workflows.Graph;
using Pipeline.Workflows.Model;

namespace Pipeline.Workflows.Design;

/// <summary>
/// Several jobs for each service, as a workflow that is called once per service: each service goes through
/// them at its own pace, and a failed one does not hold back others.
/// </summary>
internal sealed class ServiceWorkflows
{
    /// <summary>One leg for each version of the service's language.</summary>
    public const string VersionMatrix = "${{ fromJSON(inputs.versions) }}";

    /// <summary>The calling job.</summary>
    public const string CallerId = "service";

    private static readonly WorkflowInput ServiceInput = new("service", "The service to work on") { IsRequired = true };

    private static readonly WorkflowInput VersionsInput = new(
        "versions",
        "The versions of its language to verify it with, as a matrix"
    )
    {
        IsRequired = true,
    };

    private readonly string file;
    private readonly bool hasVersions;
    private readonly ImmutableArray<Permission> permissions;

    private ServiceWorkflows(WorkflowDesign design, ImmutableArray<JobNode> jobs, ImmutableArray<WorkflowJob> made)
    {
        Jobs = jobs;
        permissions = Permission.Merge(made.SelectMany(job => job.Permissions));
        IsChunked = design.Services!.Most > WorkflowComposer.MostLegs;
        file = $"{design.Name}-service.yml";
        hasVersions = jobs.Any(design.Services.HasVersions);
        var service = Called(
            file,
            $"{design.Name} a service",
            design,
            hasVersions ? [ServiceInput, VersionsInput] : [ServiceInput],
            made
        );
        Files = IsChunked ? [Chunk(design), service] : [service];
    }

    /// <summary>The jobs.</summary>
    public ImmutableArray<JobNode> Jobs { get; }

    /// <summary>The files, callers before the called ones.</summary>
    public ImmutableArray<Workflow> Files { get; }

    /// <summary>True where there may be more services than legs in a matrix.</summary>
    public bool IsChunked { get; }

    /// <summary>True for a job in the called workflow.</summary>
    public static bool IsCalled(WorkflowDesign design, JobGraph graph, string job) =>
        design.Services?.Target is not null
        && graph.Jobs.Count(other => other.Per == Per.Service) > 1
        && graph.Jobs.Any(other => other.Name == job && other.Per == Per.Service);

    public static ServiceWorkflows Of(WorkflowDesign design, JobGraph graph, ImmutableArray<JobNode> jobs)
    {
        var names = jobs.Select(job => job.Name).ToImmutableArray();
        EnsureTogether(graph, names);
        var composer = new JobComposer(design, graph, ServiceExpressions.Of(design, graph, isCalled: true));
        return new(design, jobs, [.. jobs.Select(job => composer.Compose(job, names))]);
    }

    /// <summary>The job that calls it once per service, or per chunk of services.</summary>
    public WorkflowJob Caller(WorkflowDesign design) =>
        new()
        {
            Id = CallerId,
            Comment =
                $"Takes each service through {string.Join(", ", Jobs.SkipLast(1).Select(job => job.Name))} and {Jobs[^1].Name}, each at its own pace.",
            Needs =
            [
                PlanJob.Id,
                .. Jobs.SelectMany(job => job.Needs).Where(needed => Jobs.All(job => job.Name != needed)).Distinct(),
            ],
            If = $"{PlanJob.Services} != ''",
            Matrix = IsChunked
                ? new() { Axes = [new("chunk", $"${{{{ fromJSON(needs.{PlanJob.Id}.outputs.chunks) }}}}")] }
                : new() { Expression = PlanJob.Matrix },
            Permissions = permissions,
            Call = IsChunked
                ? new($"./.github/workflows/{ChunkFile(design)}", [new("matrix", "${{ toJSON(matrix.chunk) }}")])
                : OfService,
        };

    private WorkflowCall OfService =>
        new(
            $"./.github/workflows/{file}",
            [
                new("service", "${{ matrix.service }}"),
                .. hasVersions
                    ? [new NamedValue("versions", "${{ toJSON(matrix.versions) }}")]
                    : Array.Empty<NamedValue>(),
            ]
        );

    private static string ChunkFile(WorkflowDesign design) => $"{design.Name}-services.yml";

    private Workflow Chunk(WorkflowDesign design) =>
        Called(
            ChunkFile(design),
            $"{design.Name} services",
            design,
            [new("matrix", $"Up to {WorkflowComposer.MostLegs} services, as a matrix") { IsRequired = true }],
            [
                new()
                {
                    Id = CallerId,
                    Matrix = new() { Expression = "${{ fromJSON(inputs.matrix) }}" },
                    Permissions = permissions,
                    Call = OfService,
                },
            ]
        );

    private static Workflow Called(
        string file,
        string name,
        WorkflowDesign design,
        ImmutableArray<WorkflowInput> inputs,
        ImmutableArray<WorkflowJob> jobs
    ) =>
        new()
        {
            File = file,
            Name = name,
            Comment = [.. design.Comment.Take(1), $"Called by {design.Name}.yml.", .. WorkflowOutline.Of(jobs)],
            Triggers = [new CallTrigger(inputs)],
            Jobs = jobs,
        };

    // A job for the whole run between two for each service would make all services wait for the slowest.
    private static void EnsureTogether(JobGraph graph, ImmutableArray<string> names)
    {
        var behind = new HashSet<string>();
        foreach (var job in graph.Jobs)
            if (names.Contains(job.Name))
            {
                if (job.Needs.FirstOrDefault(behind.Contains) is { } between)
                    throw new WorkflowException(
                        $"\"{between}\" stands between jobs that are run for each service, and \"{job.Name}\" is behind it: run it for each service too, or put it behind them"
                    );
            }
            else if (job.Needs.Any(needed => names.Contains(needed) || behind.Contains(needed)))
                behind.Add(job.Name);
    }
}

using Pipeline.Workflows.Graph;
using Pipeline.Workflows.Model;

namespace Pipeline.Workflows.Design;

/// <summary>Composes a workflow's job from a job of the graph.</summary>
internal sealed class JobComposer(WorkflowDesign design, JobGraph graph, ServiceExpressions scopes)
{
    private const string RunId = "run";

    /// <summary>The job; within a called workflow, jobs and conditions of the caller do not apply.</summary>
    public WorkflowJob Compose(JobNode job, ImmutableArray<string> within = default)
    {
        var setting = JobSetting.Of(design, job);
        var scope = scopes.Of(job);
        var isOwn = within.IsDefault;
        ImmutableArray<string> needs = isOwn
            ? [.. job.Needs.Select(Caller).Distinct()]
            : [.. job.Needs.Where(within.Contains)];
        // Its outputs are used, so it must be among the needed jobs.
        if (isOwn && scope?.Needs is { } source && !needs.Contains(source))
            needs = [source, .. needs];
        return new()
        {
            Id = job.Name,
            Comment = job.Comment,
            Needs = needs,
            If = isOwn ? scope?.If ?? (needs.IsEmpty ? design.If : null) : null,
            Matrix = Matrix(job, scope),
            Runner = design.Runner,
            Environment = setting.Guard,
            Minutes = job.Minutes,
            Permissions = setting.Permissions,
            Outputs = scopes.IsAsked(job) ? [new("services", $"${{{{ steps.{RunId}.outputs.services }}}}")] : [],
            Steps = [.. Steps(job, setting, scope)],
        };
    }

    private string Caller(string job) =>
        ServiceWorkflows.IsCalled(design, graph, job) ? ServiceWorkflows.CallerId : job;

    private JobMatrix? Matrix(JobNode job, ServiceScope? scope) =>
        job.Per switch
        {
            Per.Service when design.Services!.HasVersions(job) => new()
            {
                Expression = scope!.IsLeg ? PlanJob.VersionMatrix : ServiceWorkflows.VersionMatrix,
            },
            Per.Service when scope!.IsLeg => new() { Expression = PlanJob.Matrix },
            Per.Environment => new() { Axes = [new("environment", design.EnvironmentNames)] },
            _ => null,
        };

    private IEnumerable<WorkflowStep> Steps(JobNode job, JobSetting setting, ServiceScope? scope)
    {
        yield return JobSteps.Checkout(setting.History);
        if (design.Services?.HasVersions(job) == true)
            foreach (var language in design.Services.Languages)
                yield return language.Step;
        var taken = JobArtifacts.TakenBy(job, graph).ToArray();
        foreach (var earlier in taken)
            yield return Download(earlier, job);
        foreach (var token in setting.TokenSteps)
            yield return token;

        ImmutableArray<NamedValue> given = scope is null ? [] : [new(design.Services!.Parameter, scope.Value)];
        // A failed leg has reported itself.
        ImmutableArray<string> arguments =
            design.Services?.OnlyHandedOver is { } argument && taken.Any(earlier => IsOfServices(earlier, job))
                ? [argument]
                : [];
        yield return JobSteps.Run(design, job, setting, given, arguments) with
        {
            Id = scopes.IsAsked(job) ? RunId : null,
        };
        if (JobArtifacts.LeftBy(job, graph) is { IsEmpty: false } paths)
            // Of services in one job, some may pass where others fail.
            yield return JobSteps.Upload(
                $"{job.Name}{Leg(job, scope)}",
                paths,
                job.Per == Per.Run && scope is not null ? "success() || failure()" : null
            );
    }

    private static string Leg(JobNode job, ServiceScope? scope) =>
        job.Per switch
        {
            Per.Environment => "-${{ matrix.environment }}",
            Per.Service when scope!.IsLeg => "-${{ strategy.job-index }}",
            Per.Service => $"-{scope!.Value}",
            _ => "",
        };

    // From a job with another matrix, a job takes the files of all legs.
    private ActionStep Download(JobNode from, JobNode to)
    {
        var folder = JobArtifacts.FolderOf(JobArtifacts.LeftBy(from, graph));
        return IsOfServices(from, to) || (from.Per == Per.Environment && to.Per != Per.Environment)
            ? JobSteps.Download($"{from.Name}-*", several: true, folder)
            : JobSteps.Download($"{from.Name}{Leg(from, scopes.Of(from))}", several: false, folder);
    }

    private bool IsOfServices(JobNode from, JobNode to) =>
        from.Per == Per.Service && to.Per != Per.Service && design.Services!.Target is not null;
}

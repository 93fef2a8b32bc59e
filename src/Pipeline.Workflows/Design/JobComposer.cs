using Pipeline.Workflows.Graph;
using Pipeline.Workflows.Model;

namespace Pipeline.Workflows.Design;

/// <summary>Composes a workflow's job from a job of the graph.</summary>
internal sealed class JobComposer(WorkflowDesign design, JobGraph graph, ServiceExpressions scopes)
{
    private const string RunId = "run";
    private readonly JobArtifacts artifacts = new(design, graph, scopes);

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
        // So are those with the digests of what they handed over.
        foreach (var from in artifacts.HandedTo(job).Where(from => artifacts.StatesDigest(from, job)))
            if (!needs.Contains(from.Name))
                needs = [from.Name, .. needs];
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
            Code = job.Code,
            Outputs =
            [
                .. Outputs(job).Select(name => new NamedValue(name, $"${{{{ steps.{RunId}.outputs.{name} }}}}")),
            ],
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
        yield return JobSteps.Checkout(design, setting.History);
        if (design.Services?.HasVersions(job) == true)
            foreach (var language in design.Services.Languages)
                yield return language.Step;
        foreach (var download in artifacts.Downloads(job))
            yield return download;
        foreach (var token in setting.TokenSteps)
            yield return token;

        var run = JobSteps.Run(design, job, setting, [.. Given(job, scope)]);
        yield return Outputs(job).Any() ? run with { Id = RunId } : run;
        foreach (var upload in artifacts.Uploads(job))
            yield return upload;
        if (!job.Keeps.IsEmpty)
            yield return artifacts.Keep(job);
        // Whatever is guarded leaves a record of its use.
        if (setting.Guard is not null && design.AuditLog is { } log)
            yield return artifacts.Upload(job, log);
    }

    private IEnumerable<NamedValue> Given(JobNode job, ServiceScope? scope)
    {
        if (scope is not null)
            yield return new(design.Services!.Parameter, scope.Value);
        if (artifacts.HandedTo(job) is { IsEmpty: false } handed)
            yield return new(design.Handover!.Parameter, string.Join(',', handed.Select(from => Stated(from, job))));
    }

    private IEnumerable<string> Outputs(JobNode job)
    {
        if (scopes.IsAsked(job))
            yield return "services";
        if (graph.Jobs.Any(later => artifacts.HandedTo(later).Contains(job) && artifacts.StatesDigest(job, later)))
            yield return design.Handover!.Output;
    }

    private string Stated(JobNode from, JobNode to) =>
        artifacts.StatesDigest(from, to)
            ? $"{from.Name}@${{{{ needs.{from.Name}.outputs.{design.Handover!.Output} }}}}"
            : from.Name;
}

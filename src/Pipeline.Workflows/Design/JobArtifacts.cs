using Pipeline.Workflows.Graph;
using Pipeline.Workflows.Model;

namespace Pipeline.Workflows.Design;

/// <summary>The files passed between jobs: those put in place, and those that the build takes over itself.</summary>
/// <param name="design">The workflow.</param>
/// <param name="graph">Its jobs.</param>
/// <param name="scopes">The services of each.</param>
internal sealed class JobArtifacts(WorkflowDesign design, JobGraph graph, ServiceExpressions scopes)
{
    private const string ReportPrefix = "reports-";

    /// <summary>The jobs whose files a job takes.</summary>
    public ImmutableArray<JobNode> TakenBy(JobNode job) =>
        [.. graph.Jobs.Where(other => other.Name != job.Name && Taken(other, job).Any())];

    /// <summary>The jobs that hand something over to a job.</summary>
    public ImmutableArray<JobNode> HandedTo(JobNode job) =>
        [.. TakenBy(job).Where(from => Taken(from, job).Any(path => path == design.Handover?.Folder))];

    /// <summary>True where it hands something over that the build of a later job takes over itself.</summary>
    public bool HandsOver(JobNode job) => LeftBy(job).Any(path => path == design.Handover?.Folder);

    /// <summary>
    /// True where a job is told the digest of what another one handed over: GitHub has one output for all legs of a
    /// matrix, the last one's, and none across workflows.
    /// </summary>
    public bool StatesDigest(JobNode from, JobNode to) =>
        !IsOfLegs(from, to)
        && !HasLegs(from)
        && ServiceWorkflows.IsCalled(design, graph, from.Name) == ServiceWorkflows.IsCalled(design, graph, to.Name);

    /// <summary>The downloads of a job.</summary>
    public IEnumerable<WorkflowStep> Downloads(JobNode job)
    {
        foreach (var from in TakenBy(job))
        {
            var several = IsOfLegs(from, job);
            var taken = Taken(from, job).ToArray();
            if (taken.Contains(design.Reports?.Folder))
                yield return JobSteps.Download($"{ReportPrefix}{from.Name}-*", design.Reports!.Arrivals);
            if (taken.Contains(design.Handover?.Folder))
                yield return several
                    ? JobSteps.Download($"{from.Name}-*", design.Handover!.Arrivals)
                    : JobSteps.Download(
                        $"{from.Name}{HandoverLeg(from)}",
                        merged: false,
                        $"{design.Handover!.Arrivals}/{from.Name}{(StatesDigest(from, job) ? "" : HandoverLeg(from))}"
                    );
            if (taken.Any(IsPutInPlace) && InPlace(from) is { IsEmpty: false } paths)
                yield return JobSteps.Download(
                    several ? $"{PrefixOf(from)}{from.Name}-*" : $"{PrefixOf(from)}{from.Name}{Leg(from)}",
                    several,
                    FolderOf(paths)
                );
        }
    }

    /// <summary>The uploads of a job.</summary>
    public IEnumerable<WorkflowStep> Uploads(JobNode job)
    {
        // Of services in one job, some may pass where others fail.
        var condition = job.Per == Per.Run && scopes.Of(job) is not null ? "success() || failure()" : null;
        if (LeftBy(job).Any(path => path == design.Reports?.Folder))
            yield return JobSteps.Upload(
                $"{ReportPrefix}{job.Name}{HandoverLeg(job)}{VersionLeg(job)}",
                [design.Reports!.Folder],
                "success() || failure()"
            );
        if (HandsOver(job))
            yield return JobSteps.Upload($"{job.Name}{HandoverLeg(job)}", [design.Handover!.Folder], condition);
        if (InPlace(job) is { IsEmpty: false } paths)
            yield return JobSteps.Upload($"{PrefixOf(job)}{job.Name}{Leg(job)}", paths, condition);
    }

    /// <summary>The upload of what a job leaves for people, who look at it most where the job has failed.</summary>
    public WorkflowStep Keep(JobNode job) =>
        JobSteps.Upload($"kept-${{{{ github.run_attempt }}}}-{job.Name}{HandoverLeg(job)}", job.Keeps, "always()");

    /// <summary>
    /// The upload of a job's audit log, which counts most where the job has failed; no attempt replaces that of
    /// another.
    /// </summary>
    public WorkflowStep Upload(JobNode job, string auditLog) =>
        JobSteps.Upload($"audit-${{{{ github.run_attempt }}}}-{job.Name}{HandoverLeg(job)}", [auditLog], "always()");

    /// <summary>
    /// The folder that an artifact's paths are relative to: the deepest common one without a pattern in
    /// them.
    /// </summary>
    public static string FolderOf(ImmutableArray<string> paths)
    {
        var common = paths[0].Split('/').TakeWhile(IsPlain).ToArray();
        foreach (var path in paths.Skip(1))
            common =
            [
                .. common.Zip(path.Split('/')).TakeWhile(pair => pair.First == pair.Second).Select(pair => pair.First),
            ];
        return common.Length == 0 ? "." : string.Join('/', common);
    }

    private ImmutableArray<string> LeftBy(JobNode job) =>
        [
            .. job
                .Targets.Where(target =>
                    graph.Jobs.Any(other =>
                        other.Name != job.Name
                        && other.Targets.Any(consumer => consumer.Consumes.Contains(target.Name))
                        && !other.Targets.Any(own => own.Name == target.Name)
                    )
                )
                .SelectMany(target => target.Produces)
                .Distinct(),
        ];

    private ImmutableArray<string> InPlace(JobNode job) => [.. LeftBy(job).Where(IsPutInPlace)];

    private bool IsPutInPlace(string path) => path != design.Handover?.Folder && path != design.Reports?.Folder;

    // What a job produces that another one consumes.
    private static IEnumerable<string> Taken(JobNode from, JobNode to)
    {
        var own = to.Targets.Select(target => target.Name).ToHashSet();
        var consumed = to.Targets.SelectMany(target => target.Consumes).Where(name => !own.Contains(name)).ToHashSet();
        return from.Targets.Where(target => consumed.Contains(target.Name)).SelectMany(target => target.Produces);
    }

    // Legs that run side by side must not write over each other.
    private string VersionLeg(JobNode job) =>
        design.Services?.HasVersions(job) == true ? ".version-${{ strategy.job-index }}" : "";

    // An artifact of its own, which the pattern of the other one does not match.
    private string PrefixOf(JobNode job) => HandsOver(job) ? "files-" : "";

    private string Leg(JobNode job) =>
        job.Per == Per.Service && scopes.Of(job)!.IsLeg ? "-${{ strategy.job-index }}" : HandoverLeg(job);

    // The name tells whose files count.
    private string HandoverLeg(JobNode job) =>
        job.Per switch
        {
            Per.Environment => "-${{ matrix.environment }}",
            Per.Service => $"-{scopes.Of(job)!.Value}",
            _ => "",
        };

    private bool HasLegs(JobNode job) =>
        job.Per == Per.Environment
        || (job.Per == Per.Service && (scopes.Of(job)!.IsLeg || design.Services!.HasVersions(job)));

    // Of a job with another matrix, a job takes the files of all legs.
    private bool IsOfLegs(JobNode from, JobNode to) =>
        IsOfServices(from, to) || (from.Per == Per.Environment && to.Per != Per.Environment);

    private bool IsOfServices(JobNode from, JobNode to) =>
        from.Per == Per.Service && to.Per != Per.Service && design.Services!.Target is not null;

    private static bool IsPlain(string part) => part.AsSpan().IndexOfAny("*?[") < 0;
}

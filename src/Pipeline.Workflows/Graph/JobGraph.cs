using Pipeline.Workflows.Model;

namespace Pipeline.Workflows.Graph;

/// <summary>The target graph, contracted to jobs.</summary>
internal sealed class JobGraph
{
    private JobGraph(ImmutableArray<JobNode> jobs) => Jobs = jobs;

    /// <summary>The jobs, each after those that it waits for.</summary>
    public ImmutableArray<JobNode> Jobs { get; }

    /// <summary>Contracts the targets, and their dependencies, to jobs.</summary>
    /// <param name="targets">All targets of the build.</param>
    /// <param name="wanted">The names of the workflow's targets.</param>
    /// <exception cref="WorkflowException">
    /// They cannot be split into jobs; the message says which of them prevents that.
    /// </exception>
    public static JobGraph Of(IReadOnlyCollection<TargetNode> targets, IReadOnlyCollection<string> wanted)
    {
        var asked = TargetClosure.Of(targets, wanted);
        var closure = TargetClosure.Of(targets, [.. asked.SelectMany(target => target.Job?.With ?? []).Union(wanted)]);
        var places = JobPlaces.Of(closure);
        var edges = JobDependencies.Of(closure, places);
        var jobs = JobOrder
            .Of(places.Jobs, edges)
            .Select(job => Node(job, closure, places, Reduced(job, edges)))
            .Select(job => WithCode(job, targets));
        return new([.. jobs]);
    }

    // Also what the job runs before its own targets.
    private static JobNode WithCode(JobNode job, IReadOnlyCollection<TargetNode> targets)
    {
        var before = job.First.Union(job.NeedsOfTargets.OfType<NeedsTargetAttribute>().Select(need => need.Target));
        TargetNode[] run =
        [
            .. TargetClosure
                .Of(targets, [.. before.Intersect(targets.Select(target => target.Name))])
                .Where(target => !job.Skipped.Contains(target.Name)),
            .. job.Targets,
        ];
        CodeApart.Ensure(job.Name, run);
        return job with
        {
            Code =
            [
                .. run.Where(target => target.Code is not null)
                    .Select(target => $"{target.Name} {target.Code}")
                    .Distinct(),
            ],
        };
    }

    private static JobNode Node(
        string name,
        ImmutableArray<TargetNode> closure,
        JobPlaces places,
        ImmutableArray<string> needs
    )
    {
        var own = closure.Where(target => places.Of(target.Name).Contains(name)).ToImmutableArray();
        var names = own.Select(target => target.Name).ToHashSet();
        var last = own.Where(target => !own.Any(other => other.DependsOn.Contains(target.Name)))
            .Select(target => target.Name)
            .ToImmutableArray();
        var declared = own.Select(target => target.Job).OfType<JobAttribute>().ToArray();
        if (declared.Select(job => job.Per).Distinct().Skip(1).Any())
            throw new WorkflowException(
                $"the targets of the job \"{name}\" disagree on \"Per\": give all of them the same"
            );

        var again = declared.SelectMany(job => job.Again).ToHashSet();
        return new()
        {
            Name = name,
            Per = declared[0].Per,
            Targets = own,
            Last = last,
            Skipped =
            [
                .. TargetClosure
                    .Of(closure, last)
                    .Where(target => !names.Contains(target.Name) && !again.Contains(target.Name))
                    .Select(target => target.Name),
            ],
            Needs = needs,
            Comment =
                declared.Select(job => job.Comment).FirstOrDefault(comment => comment is not null)
                ?? Sentence(own.Where(target => last.Contains(target.Name))),
            Minutes = declared.Max(job => job.Minutes) is var minutes and > 0 ? minutes : JobAttribute.DefaultMinutes,
            // NUKE also skips dependencies of only skipped targets, unless they are named.
            First =
            [
                .. declared
                    .SelectMany(job => job.First)
                    .Concat(closure.Select(target => target.Name).Where(again.Contains))
                    .Distinct(),
            ],
            Keeps = [.. declared.SelectMany(job => job.Keeps).Distinct()],
            Versions = declared.Any(job => job.Versions),
            EnvironmentParameter = declared[0].EnvironmentParameter,
        };
    }

    private static string? Sentence(IEnumerable<TargetNode> targets) =>
        string.Join("; ", targets.Select(target => target.Description).OfType<string>()) is { Length: > 0 } sentence
            ? $"{sentence.TrimEnd('.')}."
            : null;

    private static ImmutableArray<string> Reduced(string job, ILookup<string, JobEdge> edges)
    {
        var direct = edges[job].Select(edge => edge.To).Distinct().ToArray();
        return
        [
            .. direct.Where(needed => !direct.Any(other => other != needed && JobOrder.Reaches(other, needed, edges))),
        ];
    }
}

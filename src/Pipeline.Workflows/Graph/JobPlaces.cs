using Pipeline.Workflows.Model;

namespace Pipeline.Workflows.Graph;

/// <summary>Which jobs each target is run in.</summary>
internal sealed class JobPlaces
{
    private readonly Dictionary<string, ImmutableArray<string>> jobsOf;

    private JobPlaces(Dictionary<string, ImmutableArray<string>> jobsOf, ImmutableArray<string> jobs)
    {
        this.jobsOf = jobsOf;
        Jobs = jobs;
    }

    /// <summary>The jobs, in the order of their first targets.</summary>
    public ImmutableArray<string> Jobs { get; }

    /// <summary>The jobs of a target; empty for one without actions that nothing depends on.</summary>
    public ImmutableArray<string> Of(string target) => jobsOf.GetValueOrDefault(target, []);

    /// <summary>Finds the jobs of targets that each come after those they depend on.</summary>
    /// <exception cref="WorkflowException">A target that does something is in no job.</exception>
    public static JobPlaces Of(ImmutableArray<TargetNode> closure)
    {
        var before = Before(closure);
        var places = new Dictionary<string, ImmutableArray<string>>();
        foreach (var target in closure.Reverse())
        {
            var jobs = target.Job is { } job
                ? [job.Name]
                : First(
                    [
                        .. closure
                            .Where(other => other.DependsOn.Contains(target.Name))
                            .SelectMany(other => places[other.Name])
                            .Distinct(),
                    ],
                    before
                );
            if (jobs.IsEmpty && target.HasActions)
                throw new WorkflowException(
                    $"{target.Name} is in no job, and no target that is in one depends on it: put [Job(\"…\")] on it"
                );
            places[target.Name] = jobs;
        }

        return new(places, [.. closure.SelectMany(target => places[target.Name]).Distinct()]);
    }

    // Targets of an earlier job are skipped in a later one.
    private static ImmutableArray<string> First(
        ImmutableArray<string> jobs,
        HashSet<(string Job, string Before)> before
    ) => [.. jobs.Where(job => !jobs.Any(other => other != job && before.Contains((job, other))))];

    private static HashSet<(string Job, string Before)> Before(ImmutableArray<TargetNode> closure)
    {
        var reached = new Dictionary<string, ImmutableHashSet<string>>();
        var before = new HashSet<(string, string)>();
        foreach (var target in closure)
        {
            var jobs = target.DependsOn.SelectMany(needed => reached[needed]).ToImmutableHashSet();
            if (target.Job is { } own)
            {
                before.UnionWith(jobs.Where(job => job != own.Name).Select(job => (own.Name, job)));
                jobs = jobs.Add(own.Name);
            }

            reached[target.Name] = jobs;
        }

        return before;
    }
}

using Pipeline.Workflows.Model;

namespace Pipeline.Workflows.Graph;

/// <summary>A job waits for another, because a target of it does.</summary>
/// <param name="From">The job that waits.</param>
/// <param name="To">The job that it waits for.</param>
/// <param name="Target">The target that waits.</param>
/// <param name="Needed">The target that it waits for.</param>
internal sealed record JobEdge(string From, string To, string Target, string Needed);

/// <summary>The edges between targets of different jobs.</summary>
internal static class JobDependencies
{
    /// <summary>The edges, by the job that waits.</summary>
    public static ILookup<string, JobEdge> Of(ImmutableArray<TargetNode> closure, JobPlaces places) =>
        closure
            .SelectMany(target =>
                target
                    .DependsOn.Concat(target.After)
                    .SelectMany(needed =>
                        places
                            .Of(target.Name)
                            .Where(job => !places.Of(needed).Contains(job))
                            .SelectMany(job =>
                                places.Of(needed).Select(other => new JobEdge(job, other, target.Name, needed))
                            )
                    )
            )
            .ToLookup(edge => edge.From);
}

/// <summary>The order of jobs.</summary>
internal static class JobOrder
{
    /// <summary>The jobs in topological order, else in the given order.</summary>
    /// <exception cref="WorkflowException">Jobs wait for each other.</exception>
    public static ImmutableArray<string> Of(ImmutableArray<string> jobs, ILookup<string, JobEdge> edges)
    {
        var ordered = new List<string>();
        while (ordered.Count < jobs.Length)
            ordered.Add(
                jobs.Except(ordered).FirstOrDefault(job => edges[job].All(edge => ordered.Contains(edge.To)))
                    ?? throw new WorkflowException(Circle(jobs.Except(ordered).First(), edges, ordered))
            );
        return [.. ordered];
    }

    /// <summary>True where a job waits for another, directly or not.</summary>
    public static bool Reaches(string from, string to, ILookup<string, JobEdge> edges) =>
        edges[from].Any(edge => edge.To == to || Reaches(edge.To, to, edges));

    // Each remaining job waits for another remaining one, so walking back finds a cycle.
    private static string Circle(string start, ILookup<string, JobEdge> edges, List<string> done)
    {
        var path = new List<JobEdge>();
        for (var job = start; ; )
        {
            var edge = edges[job].First(edge => !done.Contains(edge.To));
            if (path.FindIndex(earlier => earlier.From == edge.From) is var closed and >= 0)
                return $"jobs wait for each other: {string.Join(", ", path.Skip(closed).Select(Describe))}: put these targets into one job, or split one of the jobs";
            path.Add(edge);
            job = edge.To;
        }
    }

    private static string Describe(JobEdge edge) =>
        $"{edge.Target} in \"{edge.From}\" needs {edge.Needed} in \"{edge.To}\"";
}

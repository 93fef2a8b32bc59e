using Pipeline.Workflows.Graph;

namespace Pipeline.Workflows.Design;

/// <summary>The files passed between jobs.</summary>
internal static class JobArtifacts
{
    /// <summary>The paths that a job leaves for later ones.</summary>
    public static ImmutableArray<string> LeftBy(JobNode job, JobGraph graph) =>
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

    /// <summary>The jobs whose files a job takes.</summary>
    public static IEnumerable<JobNode> TakenBy(JobNode job, JobGraph graph)
    {
        var own = job.Targets.Select(target => target.Name).ToHashSet();
        var consumed = job.Targets.SelectMany(target => target.Consumes).Where(name => !own.Contains(name)).ToHashSet();
        return graph.Jobs.Where(other =>
            other.Name != job.Name
            && other.Targets.Any(target => consumed.Contains(target.Name) && !target.Produces.IsEmpty)
        );
    }

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

    private static bool IsPlain(string part) => part.AsSpan().IndexOfAny("*?[") < 0;
}

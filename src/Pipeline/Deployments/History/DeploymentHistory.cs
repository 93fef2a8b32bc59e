namespace Pipeline.Deployments.History;

/// <summary>The deployments that the commits of a branch record.</summary>
internal sealed class DeploymentHistory
{
    private readonly ILookup<(string Service, string Environment), DeploymentRecord> images;

    private DeploymentHistory(ImmutableArray<DeploymentRecord> all, ImmutableArray<LoggedCommit> commits)
    {
        All = all;
        Commits = commits;
        images = all.Where(deployment => deployment.Service.Image is not null)
            .ToLookup(deployment => (deployment.Service.Service, deployment.Trailers.Environment));
    }

    /// <summary>No deployments.</summary>
    public static DeploymentHistory Empty { get; } = new([], []);

    /// <summary>All of them, the latest first.</summary>
    public ImmutableArray<DeploymentRecord> All { get; }

    /// <summary>The commits of the branch, the latest first.</summary>
    public ImmutableArray<LoggedCommit> Commits { get; }

    /// <summary>The deployments of a service to an environment, the latest first.</summary>
    public IEnumerable<DeploymentRecord> Of(string service, string environment) => images[(service, environment)];

    /// <summary>
    /// Parses the output of <c>git log -z --format=%H%n%P%n%ct %an &lt;%ae&gt;%n%B</c>. A merged commit counts from its
    /// merge on.
    /// </summary>
    public static DeploymentHistory Parse(string log)
    {
        var commits = log.Split('\0', StringSplitOptions.RemoveEmptyEntries).Select(LoggedCommit.Parse).ToArray();
        var byName = commits.ToDictionary(commit => commit.Name);
        var landed = new HashSet<string>();
        var all = new List<DeploymentRecord>();
        foreach (var commit in FirstParents(commits, byName).Reverse())
        {
            var seen = new HashSet<(string, string, string?, DeploymentAction)>();
            foreach (var part in Brought(commit, byName, landed))
                all.AddRange(
                    Deployments(part, commit)
                        // A merge's message often repeats that of the merged commit.
                        .Where(deployment =>
                            seen.Add(
                                (
                                    deployment.Service.Service,
                                    deployment.Trailers.Environment,
                                    deployment.Service.Image?.ToString(),
                                    deployment.Trailers.Action
                                )
                            )
                        )
                );
        }

        all.Reverse();
        return new([.. all], [.. commits]);
    }

    private static IEnumerable<LoggedCommit> FirstParents(
        LoggedCommit[] commits,
        Dictionary<string, LoggedCommit> byName
    )
    {
        // The last commit of a shallow clone names a missing parent.
        for (var next = commits.FirstOrDefault(); next is not null; )
        {
            yield return next;
            next = next.Parents is [var parent, ..] ? byName.GetValueOrDefault(parent) : null;
        }
    }

    // The merge commit comes last, after the merged ones.
    private static List<LoggedCommit> Brought(
        LoggedCommit landing,
        Dictionary<string, LoggedCommit> byName,
        HashSet<string> landed
    )
    {
        landed.Add(landing.Name);
        var brought = new List<LoggedCommit> { landing };
        var open = new Stack<string>(landing.Parents.Skip(1));
        while (open.TryPop(out var name))
            if (byName.TryGetValue(name, out var commit) && landed.Add(name))
            {
                brought.Add(commit);
                foreach (var parent in commit.Parents)
                    open.Push(parent);
            }

        brought.Reverse();
        return brought;
    }

    private static IEnumerable<DeploymentRecord> Deployments(LoggedCommit commit, LoggedCommit landing) =>
        from trailers in DeploymentTrailers.Parse(commit.Message)
        from service in trailers.Services
        select new DeploymentRecord
        {
            Commit = landing.Name,
            Time = landing.Time,
            Trailers = trailers,
            Service = service,
        };
}

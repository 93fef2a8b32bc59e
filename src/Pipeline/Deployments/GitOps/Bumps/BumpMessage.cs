using Pipeline.Deployments.History;
using Pipeline.Planning;

namespace Pipeline.Deployments.GitOps.Bumps;

/// <summary>
/// The message of a bump's commit: a subject for people, and <see cref="DeploymentTrailers"/> for machines.
/// </summary>
internal static class BumpMessage
{
    // Tools cut off a subject with more names; the trailers have them all.
    private const int MostNamed = 8;

    // GitHub, GitLab, Azure, Bitbucket and CircleCI honour it anywhere in the message.
    private const string SkipCi = "[skip ci]\n\n";

    /// <summary>The whole message.</summary>
    /// <param name="environment">The environment.</param>
    /// <param name="source">The delivered commit.</param>
    /// <param name="origin">The run.</param>
    /// <param name="skipCi">
    /// True where the commit goes to the sources' own repository, and would start the next run.
    /// </param>
    /// <param name="bumps">The images it sets.</param>
    public static string Write(
        string environment,
        SourceRevision source,
        RunOrigin origin,
        bool skipCi,
        IReadOnlyCollection<Delivery> bumps
    )
    {
        var named = string.Join(
            ", ",
            bumps.Take(MostNamed).Select(bump => $"{bump.Step.Service.Name} {bump.Image.Tag}")
        );
        var more = bumps.Count > MostNamed ? $" and {bumps.Count - MostNamed} more" : "";
        var trailers = new DeploymentTrailers
        {
            Action = DeploymentAction.Deploy,
            Environment = environment,
            Run = origin.Run,
            Actor = origin.Actor,
            Services =
            [
                .. bumps.Select(bump => new DeployedService(bump.Step.Service.Name)
                {
                    Image = bump.Image,
                    SourceCommit = source.Commit,
                    SourceTime = source.Time,
                }),
            ],
        };
        return $"deploy({environment}): {named}{more}\n\n{(skipCi ? SkipCi : "")}{trailers.Write()}";
    }
}

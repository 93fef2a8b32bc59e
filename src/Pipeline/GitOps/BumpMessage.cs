using Pipeline.Catalog;
using Pipeline.GitOps.History;
using Pipeline.Planning;

namespace Pipeline.GitOps;

/// <summary>The message of a bump's commit: a subject for people, and <see cref="DeploymentTrailers"/> for machines.</summary>
internal static class BumpMessage
{
    // A subject of more names is cut off by every tool that shows it; the trailers have them all.
    private const int MostNamed = 8;

    /// <summary>The whole message.</summary>
    public static string Write(
        string environment,
        SourceRevision source,
        RunOrigin origin,
        IReadOnlyCollection<(string Service, ImageReference Reference)> bumps
    )
    {
        var named = string.Join(", ", bumps.Take(MostNamed).Select(bump => $"{bump.Service} {bump.Reference.Tag}"));
        var more = bumps.Count > MostNamed ? $" and {bumps.Count - MostNamed} more" : "";
        var trailers = new DeploymentTrailers
        {
            Action = DeploymentAction.Deploy,
            Environment = environment,
            Run = origin.Run,
            Actor = origin.Actor,
            Services =
            [
                .. bumps.Select(bump => new DeployedService(bump.Service)
                {
                    Image = bump.Reference,
                    SourceCommit = source.Commit,
                    SourceTime = source.Time,
                }),
            ],
        };
        return $"deploy({environment}): {named}{more}\n\n{trailers.Write()}";
    }
}

using Pipeline.Deployments.History;

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
    /// <param name="origin">The run.</param>
    /// <param name="skipCi">
    /// True where the commit goes to the sources' own repository, and would start the next run.
    /// </param>
    /// <param name="reason">The reason that a person gave; null for none.</param>
    /// <param name="services">The services, with the images that it sets.</param>
    public static string Write(
        string environment,
        RunOrigin origin,
        bool skipCi,
        string? reason,
        ImmutableArray<DeployedService> services
    )
    {
        var named = string.Join(
            ", ",
            services.Take(MostNamed).Select(service => $"{service.Service} {service.Image!.Tag}")
        );
        var more = services.Length > MostNamed ? $" and {services.Length - MostNamed} more" : "";
        var trailers = new DeploymentTrailers
        {
            Action = DeploymentAction.Deploy,
            Environment = environment,
            Run = origin.Run,
            Actor = origin.Actor,
            Reason = reason,
            Services = services,
        };
        return $"deploy({environment}): {named}{more}\n\n{(skipCi ? SkipCi : "")}{trailers.Write()}";
    }
}

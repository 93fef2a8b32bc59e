using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Execution;
using Pipeline.GitOps.History;

namespace Pipeline.GitOps.Audit;

/// <summary>Reads what was deployed, from the commits of GitOps repositories alone.</summary>
public static class DeploymentLog
{
    /// <summary>The deployments of services to environments, the latest first.</summary>
    /// <param name="platform">The catalog.</param>
    /// <param name="services">The services.</param>
    /// <param name="environments">The environments.</param>
    /// <param name="artifacts">The folder that clones are kept under.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="StepFailedException">A repository cannot be read.</exception>
    public static async Task<ImmutableArray<Deployment>> Read(
        Platform platform,
        ImmutableArray<Service> services,
        ImmutableArray<Environment> environments,
        AbsolutePath artifacts,
        CancellationToken cancellation = default
    )
    {
        var snapshots = await EnvironmentSnapshot.Read(
            environments,
            platform,
            artifacts,
            withManifests: false,
            _ => { },
            cancellation
        );
        if (snapshots.FirstOrDefault(snapshot => snapshot is { Problem: not null, IsMissing: false }) is { } unread)
            throw new StepFailedException(unread.Problem!);

        var names = services.Select(service => service.Name).ToHashSet();
        return
        [
            .. snapshots
                .SelectMany(snapshot =>
                    snapshot.History.All.Where(deployment =>
                        deployment.Trailers.Environment == snapshot.Environment.Name
                        && names.Contains(deployment.Service.Service)
                    )
                )
                .OrderByDescending(deployment => deployment.Time),
        ];
    }
}

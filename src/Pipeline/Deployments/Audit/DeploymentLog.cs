using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Deployments.History;
using Pipeline.Foundation.Failures;

namespace Pipeline.Deployments.Audit;

/// <summary>Reads what was deployed.</summary>
internal static class DeploymentLog
{
    /// <summary>The deployments of services to environments, the latest first.</summary>
    /// <param name="platform">The catalog.</param>
    /// <param name="services">The services.</param>
    /// <param name="environments">The environments.</param>
    /// <param name="kinds">The kinds of deployment.</param>
    /// <param name="artifacts">The folder of artifacts, kept from run to run.</param>
    /// <param name="cancellation">Cancels it.</param>
    /// <exception cref="StepFailedException">
    /// An environment cannot be read, or nothing is deployed to any of them.
    /// </exception>
    public static async Task<ImmutableArray<DeploymentRecord>> Read(
        Platform platform,
        ImmutableArray<Service> services,
        ImmutableArray<DeploymentEnvironment> environments,
        SupportedDeployments kinds,
        AbsolutePath artifacts,
        CancellationToken cancellation = default
    )
    {
        var deployed = kinds.With(environments);
        if (deployed.IsEmpty && !environments.IsEmpty)
            throw new StepFailedException(SupportedDeployments.Nowhere(environments[0]));

        var snapshots = await kinds.Read(deployed, new(platform, artifacts) { HistoryOnly = true }, cancellation);
        if (snapshots.FirstOrDefault(snapshot => snapshot is { Problem: not null, IsMissing: false }) is { } unread)
            throw new StepFailedException(unread.Problem!);

        var names = services.Select(service => service.Name).ToHashSet();
        return
        [
            .. snapshots
                .SelectMany(snapshot => snapshot.Deployments)
                .Where(deployment => names.Contains(deployment.Service.Service))
                .OrderByDescending(deployment => deployment.Time),
        ];
    }
}

using Nuke.Common.IO;
using Pipeline.Catalog;

namespace Pipeline.Deployments.Audit;

/// <summary>Reads what runs where.</summary>
internal static class Status
{
    /// <summary>The state of services in environments: by service, in the order of the catalog.</summary>
    /// <param name="platform">The catalog.</param>
    /// <param name="services">The services.</param>
    /// <param name="environments">The environments.</param>
    /// <param name="kinds">The kinds of deployment.</param>
    /// <param name="artifacts">The folder that clones are kept under.</param>
    /// <param name="cancellation">Cancels it.</param>
    public static async Task<ImmutableArray<ServiceState>> Read(
        Platform platform,
        ImmutableArray<Service> services,
        ImmutableArray<DeploymentEnvironment> environments,
        SupportedDeployments kinds,
        AbsolutePath artifacts,
        CancellationToken cancellation = default
    )
    {
        var snapshots = await kinds.Read(environments, new(platform, artifacts), cancellation);
        var states = ImmutableArray.CreateBuilder<ServiceState>();
        foreach (var service in services)
        foreach (var snapshot in snapshots)
        {
            var state = snapshot.StateOf(service);
            states.Add(
                state.Image is null
                    ? state
                    : state with
                    {
                        Health = await kinds
                            .Require(snapshot.Environment)
                            .Health.Of(snapshot.Environment, service, cancellation),
                    }
            );
        }

        return states.ToImmutable();
    }
}

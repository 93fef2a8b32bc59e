using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.GitOps.Health;

namespace Pipeline.GitOps.Audit;

/// <summary>Finds out what runs where.</summary>
public static class Status
{
    /// <summary>The state of services in environments: service by service, in the order of the catalog.</summary>
    /// <param name="platform">The catalog.</param>
    /// <param name="services">The services.</param>
    /// <param name="environments">The environments.</param>
    /// <param name="health">Knows how services fare.</param>
    /// <param name="artifacts">The folder that clones are kept under.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<ImmutableArray<ServiceState>> Read(
        Platform platform,
        ImmutableArray<Service> services,
        ImmutableArray<Environment> environments,
        IEnvironmentHealth health,
        AbsolutePath artifacts,
        CancellationToken cancellation = default
    )
    {
        var snapshots = await EnvironmentSnapshot.Read(
            environments,
            platform,
            artifacts,
            withManifests: true,
            _ => { },
            cancellation
        );
        var states = ImmutableArray.CreateBuilder<ServiceState>();
        foreach (var service in services)
        foreach (var snapshot in snapshots)
        {
            var state = ServiceState.Of(service, snapshot);
            states.Add(
                state.Image is null
                    ? state
                    : state with
                    {
                        Health = await health.Of(snapshot.Environment, service, cancellation),
                    }
            );
        }

        return states.ToImmutable();
    }
}

using Pipeline.Catalog;

namespace Pipeline.Deployments.Health;

/// <summary>Reads the health of services in their environments.</summary>
public interface IEnvironmentHealth
{
    /// <summary>
    /// The health of a service: <see cref="HealthState.Unknown"/> with the reason where it cannot be read; nothing is
    /// thrown.
    /// </summary>
    Task<ServiceHealth> Of(DeploymentEnvironment environment, Service service, CancellationToken cancellation);
}

/// <summary>The health of a service, from best to least known.</summary>
public enum HealthState
{
    /// <summary>It runs as intended.</summary>
    Healthy,

    /// <summary>It is rolling out.</summary>
    Progressing,

    /// <summary>It does not run as intended.</summary>
    Unhealthy,

    /// <summary>The monitoring does not answer.</summary>
    Unknown,

    /// <summary>Nothing monitors it.</summary>
    NotChecked,
}

/// <summary>The health of a service in an environment.</summary>
/// <param name="State">The health.</param>
/// <param name="Detail">The details that were reported, or why there are none.</param>
/// <param name="Sync">
/// How the cluster compares with the manifests, such as <c>Synced</c>; null where it is unknown.
/// </param>
public sealed record ServiceHealth(HealthState State, string Detail, string? Sync = null);

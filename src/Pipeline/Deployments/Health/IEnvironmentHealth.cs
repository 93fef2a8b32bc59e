using Pipeline.Catalog;

namespace Pipeline.Deployments.Health;

/// <summary>Knows how services fare in their environments: what watches over a cluster implements it.</summary>
public interface IEnvironmentHealth
{
    /// <summary>How a service fares. Where no answer is to be had it is <see cref="HealthState.Unknown"/>, with the reason; nothing is thrown.</summary>
    Task<ServiceHealth> Of(Environment environment, Service service, CancellationToken cancellation);
}

/// <summary>How a service fares, from the best to the least known.</summary>
public enum HealthState
{
    /// <summary>It runs as it is meant to.</summary>
    Healthy,

    /// <summary>It is on its way there.</summary>
    Progressing,

    /// <summary>It does not run as it is meant to.</summary>
    Unhealthy,

    /// <summary>What watches over it does not tell.</summary>
    Unknown,

    /// <summary>Nothing watches over it.</summary>
    NotChecked,
}

/// <summary>How a service fares in an environment.</summary>
/// <param name="State">How.</param>
/// <param name="Detail">What there is to say, in the words of what watches; else why there is none.</param>
/// <param name="Sync">How the cluster compares with the manifests, such as <c>Synced</c>; null where that is not known.</param>
public sealed record ServiceHealth(HealthState State, string Detail, string? Sync = null);

using Pipeline.Catalog;
using Pipeline.Deployments.History;

namespace Pipeline.Deployments;

/// <summary>What is known of an environment at one moment.</summary>
/// <param name="Environment">The environment.</param>
public sealed record EnvironmentSnapshot(DeploymentEnvironment Environment)
{
    /// <summary>Why nothing could be read, as a sentence; null where it could.</summary>
    public string? Problem { get; init; }

    /// <summary>True where nothing was delivered yet to an environment of this machine.</summary>
    public bool IsMissing { get; init; }

    /// <summary>What was deployed there, the latest first.</summary>
    public ImmutableArray<Deployment> Deployments { get; init; } = [];

    /// <summary>Tells what runs of a service; null where it was not read.</summary>
    public Func<Service, ServiceState>? States { get; init; }

    /// <summary>What runs of a service.</summary>
    public ServiceState StateOf(Service service) =>
        States?.Invoke(service)
        ?? new()
        {
            Service = service.Name,
            Environment = Environment.Name,
            Problem = Problem,
            IsMissing = IsMissing,
        };
}

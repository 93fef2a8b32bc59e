using Pipeline.Catalog;
using Pipeline.Deployments.History;

namespace Pipeline.Deployments;

/// <summary>A snapshot of an environment.</summary>
/// <param name="Environment">The environment.</param>
public sealed record EnvironmentSnapshot(DeploymentEnvironment Environment)
{
    /// <summary>Why nothing could be read, as a sentence; null where it could.</summary>
    public string? Problem { get; init; }

    /// <summary>True for an environment of this machine without any delivery yet.</summary>
    public bool IsMissing { get; init; }

    /// <summary>What was deployed there, the latest first.</summary>
    public ImmutableArray<DeploymentRecord> Deployments { get; init; } = [];

    /// <summary>Returns the state of a service; null where it was not read.</summary>
    public Func<Service, ServiceState>? States { get; init; }

    /// <summary>The state of a service.</summary>
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

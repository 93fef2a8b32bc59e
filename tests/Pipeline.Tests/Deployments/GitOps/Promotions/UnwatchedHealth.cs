using Pipeline.Catalog;
using Pipeline.Deployments.Health;

namespace Pipeline.Tests.Deployments.GitOps.Promotions;

/// <summary>Stands where nothing watches over an environment.</summary>
internal sealed class UnwatchedHealth : IEnvironmentHealth
{
    public Task<ServiceHealth> Of(DeploymentEnvironment environment, Service service, CancellationToken cancellation) =>
        Task.FromResult(
            new ServiceHealth(HealthState.NotChecked, $"not checked: nothing watches over {environment.Name}")
        );
}

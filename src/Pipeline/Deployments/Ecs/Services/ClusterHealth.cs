using Pipeline.Aws.Ecs;
using Pipeline.Catalog;
using Pipeline.Deployments.Health;
using Pipeline.Foundation.Failures;

namespace Pipeline.Deployments.Ecs.Services;

/// <summary>Reads the health of services from their clusters, and through their load balancers.</summary>
/// <param name="open">Opens ECS in a region.</param>
internal sealed class ClusterHealth(Func<string, EcsSession> open) : IEnvironmentHealth
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <inheritdoc />
    public async Task<ServiceHealth> Of(
        DeploymentEnvironment environment,
        Service service,
        CancellationToken cancellation
    )
    {
        try
        {
            using var session = open(environment.Ecs!.Region);
            var access = new ServiceAccess(session, environment, service, cancellation);
            return await Of(access, await access.Read());
        }
        catch (StepFailedException silent)
        {
            return new(HealthState.Unknown, $"unknown: {silent.Message}");
        }
    }

    private static async Task<ServiceHealth> Of(ServiceAccess access, EcsService state)
    {
        if (state.Primary is { State: "IN_PROGRESS" } rollout)
            return new(HealthState.Progressing, $"{access.Place} is rolling out: {rollout.Progress}");
        if (state.Primary is { State: "FAILED" } failed)
            return new(HealthState.Unhealthy, $"the last deployment of {access.Place} failed: {failed.Reason}");
        if (state.Desired == 0)
            return new(HealthState.Unhealthy, $"{access.Place} runs no task: its desired count is 0");
        if (state.Running < state.Desired)
            return new(HealthState.Unhealthy, $"{access.Place} runs {state.Running} of {state.Desired} tasks");
        if (access.Stated.Health is not { } address)
            return new(HealthState.Healthy, $"{state.Running} of {state.Desired} tasks run");

        using var probe = new HealthProbe(address, access.Stated.Answer with { Times = 1 }, Pause);
        return await probe.Ask(TimeSpan.Zero, access.Cancellation) is { } complaint
            ? new(HealthState.Unhealthy, $"{address} {complaint}")
            : new(HealthState.Healthy, $"{state.Running} of {state.Desired} tasks run, and {address} answers");
    }
}

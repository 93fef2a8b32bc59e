using Pipeline.Catalog;
using Pipeline.Deployments.Health;
using Pipeline.Foundation.Failures;

namespace Pipeline.Deployments.Ssh.Hosts;

/// <summary>Reads the health of services from their hosts.</summary>
/// <param name="schedule">When failed attempts to connect are repeated.</param>
internal sealed class HostHealth(RetrySchedule schedule) : IEnvironmentHealth
{
    /// <inheritdoc />
    public async Task<ServiceHealth> Of(
        DeploymentEnvironment environment,
        Service service,
        CancellationToken cancellation
    )
    {
        try
        {
            using var pool = new HostPool(environment, schedule, _ => { }, cancellation);
            var hosts = (await pool.Inspect([service]))[0];
            var complaints = await Task.WhenAll(hosts.Select(host => ComplaintOf(host, service, pool, cancellation)));
            return complaints.OfType<string>().ToArray() is { Length: > 0 } found
                ? new(HealthState.Unhealthy, string.Join("; ", found))
                : new(HealthState.Healthy, $"it is up on {string.Join(", ", hosts.Select(host => host.Host))}");
        }
        catch (StepFailedException silent)
        {
            return new(HealthState.Unknown, $"unknown: {silent.Message}");
        }
    }

    private static async Task<string?> ComplaintOf(
        HostedService host,
        Service service,
        HostPool pool,
        CancellationToken cancellation
    ) =>
        !host.IsUp ? $"{host.Host} does not run it: it is {host.Activity}"
        : service.Ssh is { } program
        && await HealthRequest.Ask(await pool[host.Host], program, TimeSpan.Zero, cancellation) is { } complaint
            ? $"{host.Host}: {complaint}"
        : null;
}

using Pipeline.Catalog;
using Pipeline.Foundation.Failures;

namespace Pipeline.Deployments.Ssh.Hosts;

/// <summary>Reads environments from their hosts.</summary>
internal static class EnvironmentReader
{
    /// <summary>A snapshot of an environment; one that cannot be read says why.</summary>
    public static async Task<EnvironmentSnapshot> Read(
        DeploymentEnvironment environment,
        DeploymentQuery query,
        RetrySchedule schedule,
        CancellationToken cancellation
    )
    {
        var services = query.Platform.Services;
        try
        {
            using var pool = new HostPool(environment, schedule, query.Log, cancellation);
            var states = await pool.Inspect(services);
            return new(environment)
            {
                Deployments =
                [
                    .. states
                        .SelectMany(hosts => HostLogs.Merge(hosts))
                        .OrderByDescending(entry => entry.Time)
                        .Select(entry => entry.ToRecord()),
                ],
                States = service => HostStates.Of(service, environment, states[services.IndexOf(service)]),
            };
        }
        catch (StepFailedException failure)
        {
            return new(environment) { Problem = failure.Message };
        }
    }
}

using Pipeline.Catalog;

namespace Pipeline.Deployments.Objectives;

/// <summary>The monitoring systems that environments name.</summary>
internal static class Monitoring
{
    /// <summary>Opens one; where a token is missing, each count says so.</summary>
    public static IEventSource Open(MonitoringSettings settings)
    {
        try
        {
            return settings switch
            {
                PrometheusSettings prometheus => PrometheusSource.Open(prometheus),
                DatadogSettings datadog => DatadogSource.Open(datadog),
                _ => throw new InvalidOperationException($"{settings.GetType().Name} is no monitoring system."),
            };
        }
        catch (MeasurementException refusal)
        {
            return new RefusedSource(refusal);
        }
    }

    /// <summary>The tokens and keys of all environments, which no log may show.</summary>
    public static IEnumerable<string> Secrets(Platform platform) =>
        platform
            .Environments.SelectMany(environment => environment.Monitoring?.SecretVariables ?? [])
            .Select(MonitoringSettings.Secret)
            .OfType<string>();

    private sealed class RefusedSource(MeasurementException refusal) : IEventSource
    {
        public Task<EventCount> Count(
            ObjectiveSubject subject,
            TimeSpan window,
            DateTimeOffset end,
            CancellationToken cancellation
        ) => Task.FromException<EventCount>(refusal);

        public void Dispose() { }
    }
}

using System.Collections.Concurrent;
using Pipeline.Catalog;
using Pipeline.Deployments.Health;

namespace Pipeline.Deployments.GitOps.ArgoCd;

/// <summary>Reads the health of services from Argo CD: one request per environment.</summary>
internal sealed class ArgoCdHealth : IEnvironmentHealth
{
    private readonly ConcurrentDictionary<string, Lazy<Task<ImmutableArray<Application>>>> known = new();

    /// <inheritdoc />
    public async Task<ServiceHealth> Of(
        DeploymentEnvironment environment,
        Service service,
        CancellationToken cancellation
    )
    {
        if (environment.ArgoCd is not { IsEnabled: true } settings)
            return new(HealthState.NotChecked, $"not checked: \"argocd\" is not enabled for {environment.Name}");

        try
        {
            var all = await known
                .GetOrAdd(environment.Name, _ => new(() => List(settings, cancellation)))
                .Value.WaitAsync(cancellation);
            return ServiceApplications.Of(environment, service, all) is { Length: > 0 } own
                ? Worst(own)
                : Unknown($"Argo CD shows no application {settings.ApplicationOf(service.Name, environment.Name)}");
        }
        catch (ArgoCdException silent)
        {
            return Unknown(silent.Message);
        }
    }

    private static async Task<ImmutableArray<Application>> List(ArgoCdSettings settings, CancellationToken cancellation)
    {
        using var client = ArgoCdAccess.Open(settings);
        return await client.List(cancellation);
    }

    private static ServiceHealth Worst(Application[] own)
    {
        var worst = own.MaxBy(State)!;
        var health = worst.Status.Health;
        return new(
            State(worst),
            $"{worst.Metadata.Name} is {worst.Status.Sync.Status}, {health.Status}{(string.IsNullOrEmpty(health.Message) ? "" : $": {health.Message}")}",
            worst.Status.Sync.Status
        );
    }

    // An application that is out of sync does not run what was delivered, however healthy it is.
    private static HealthState State(Application application) =>
        (application.Status.Sync.Status, application.Status.Health.Status) switch
        {
            (_, "Degraded" or "Missing") => HealthState.Unhealthy,
            ("Synced", "Healthy") => HealthState.Healthy,
            (_, "Unknown") or ("Unknown", _) => HealthState.Unknown,
            _ => HealthState.Progressing,
        };

    private static ServiceHealth Unknown(string reason) => new(HealthState.Unknown, $"unknown: {reason}");
}

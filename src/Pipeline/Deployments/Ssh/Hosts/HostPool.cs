using System.Collections.Concurrent;
using Pipeline.Catalog;
using Pipeline.Deployments.Ssh.Connections;
using Pipeline.Foundation.Failures;

namespace Pipeline.Deployments.Ssh.Hosts;

/// <summary>The hosts of an environment, each connected to once.</summary>
internal sealed class HostPool : IDisposable
{
    private readonly ConcurrentDictionary<HostAddress, Lazy<Task<HostConnection>>> opened = new();
    private readonly DeploymentEnvironment environment;
    private readonly RetrySchedule schedule;
    private readonly Action<string> log;
    private readonly CancellationToken cancellation;
    private readonly HostLogin login;

    /// <summary>Reads the login; nothing is connected yet.</summary>
    /// <exception cref="StepFailedException">The login cannot be read.</exception>
    public HostPool(
        DeploymentEnvironment environment,
        RetrySchedule schedule,
        Action<string> log,
        CancellationToken cancellation
    )
    {
        this.environment = environment;
        this.schedule = schedule;
        this.log = log;
        this.cancellation = cancellation;
        login = HostLogin.Of(Settings);
    }

    /// <summary>The hosts.</summary>
    public SshSettings Settings => environment.Ssh!;

    /// <summary>The connection to a host.</summary>
    /// <exception cref="StepFailedException">There is none.</exception>
    public Task<HostConnection> this[HostAddress host] => opened.GetOrAdd(host, _ => new(() => Open(host))).Value;

    /// <summary>The state of services on all hosts: for each service, that on each host.</summary>
    /// <exception cref="StepFailedException">A host cannot be read.</exception>
    public async Task<ImmutableArray<ImmutableArray<HostedService>>> Inspect(ImmutableArray<Service> services)
    {
        var hosts = await Task.WhenAll(
            Settings.Hosts.Select(async host =>
                await HostInspection.Run(await this[host], environment, services, cancellation)
            )
        );
        return [.. services.Select((_, index) => hosts.Select(host => host[index]).ToImmutableArray())];
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var connection in opened.Values.Select(one => one.Value).Where(one => one.IsCompletedSuccessfully))
            connection.Result.Dispose();
        login.Dispose();
    }

    private Task<HostConnection> Open(HostAddress host) =>
        schedule.Run(
            token => HostConnection.Open(host, login, token),
            failure => failure is TransientException,
            lost => log($"{lost.Failure.Message}; tried again in {lost.Pause.TotalSeconds:0.#} s"),
            cancellation
        );
}

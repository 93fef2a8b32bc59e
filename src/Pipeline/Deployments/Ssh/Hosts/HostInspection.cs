using Pipeline.Catalog;
using Pipeline.Deployments.Ssh.Connections;
using Pipeline.Deployments.Ssh.Releases;
using Pipeline.Foundation.Failures;

namespace Pipeline.Deployments.Ssh.Hosts;

/// <summary>Reads the state of services on a host.</summary>
internal static class HostInspection
{
    /// <summary>The state of each service, in their order.</summary>
    /// <exception cref="StepFailedException">The host cannot be read.</exception>
    public static async Task<ImmutableArray<HostedService>> Run(
        HostConnection connection,
        DeploymentEnvironment environment,
        ImmutableArray<Service> services,
        CancellationToken cancellation
    )
    {
        var command = RemoteScript.Command(
            "inspect",
            services.SelectMany(service =>
                new[] { HostFolder.Of(environment, service), UnitFile.NameOf(environment, service) }
            )
        );
        var outcome = await connection.Run(command, null, cancellation);
        return outcome.Output.EndsWith("end\n", StringComparison.Ordinal)
            ? Read(connection.Host, outcome.Output)
            : throw HostFailure.Of(connection.Host, outcome.Error);
    }

    /// <summary>Reads the output of the script.</summary>
    public static ImmutableArray<HostedService> Read(HostAddress host, string output)
    {
        var (machine, hasSystemd) = ("", false);
        var services = ImmutableArray.CreateBuilder<HostedService>();
        foreach (var line in output.Split('\n'))
        {
            var (key, value) = line.IndexOf(' ', StringComparison.Ordinal) is > 0 and var blank
                ? (line[..blank], line[(blank + 1)..])
                : (line, "");
            if (key == "machine")
                machine = value;
            else if (key == "systemd")
                hasSystemd = true;
            else if (key == "service")
                services.Add(new(host, machine, hasSystemd));
            else if (services.Count > 0)
                services[^1] = With(services[^1], key, value);
        }

        return services.ToImmutable();
    }

    private static HostedService With(HostedService service, string key, string value) =>
        key switch
        {
            "current" => service with { Link = value },
            "blocked" => service with { IsBlocked = true },
            "release" => service with { Releases = service.Releases.Add(value) },
            "unit" => service with { Unit = value },
            "state" when value.Split('=', 2) is [var name, var property] => service with
            {
                Properties = service.Properties.SetItem(name, property),
            },
            "log" when LogEntry.Read(value) is { } entry => service with { Log = service.Log.Add(entry) },
            "stamp" => service with { Stamp = value },
            _ => service,
        };
}

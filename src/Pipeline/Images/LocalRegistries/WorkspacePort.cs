using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Foundation.Failures;
using Pipeline.Foundation.Files;
using Pipeline.Foundation.Processes;
using Pipeline.Images.Registries;

namespace Pipeline.Images.LocalRegistries;

/// <summary>
/// The port of the registry that a workspace has for itself, where the catalog states port 0: one that the system
/// gives, kept in a file, so that images keep their names.
/// </summary>
/// <param name="Artifacts">The folder that the workspace keeps everything under.</param>
/// <param name="Ports">The port, and after it those that it had before; empty before the first run.</param>
internal sealed record WorkspacePort(AbsolutePath Artifacts, ImmutableArray<int> Ports)
{
    // Somebody else may listen there, and never answer.
    private static readonly RegistryTimeouts Patience = new(
        TimeSpan.FromSeconds(1),
        TimeSpan.FromSeconds(1),
        TimeSpan.Zero
    );

    private static AbsolutePath FileIn(AbsolutePath artifacts) => artifacts / "local" / "registry.port";

    /// <summary>What is kept.</summary>
    /// <param name="artifacts">The folder that the workspace keeps everything under.</param>
    public static WorkspacePort Read(AbsolutePath artifacts) => new(artifacts, Kept(artifacts).Ports);

    /// <summary>
    /// The port for a run, which holds the workspace's lock: the kept one, or another where somebody else has that, or
    /// where the workspace is a copy of one that still exists.
    /// </summary>
    /// <param name="artifacts">The folder that the workspace keeps everything under.</param>
    public static async Task<WorkspacePort> Claim(AbsolutePath artifacts)
    {
        var (owner, ports) = Kept(artifacts);
        var isCopy = owner is not null && owner != artifacts && File.Exists(FileIn(owner));
        var isUsable = !isCopy && ports is [var kept, ..] && (IsFree(kept) || await IsOwn(kept, artifacts));
        if (!isUsable)
            ports = [FreePort.Find(), .. ports];
        if (!isUsable || owner != artifacts)
            AtomicFile.Write(FileIn(artifacts), $"{string.Join(' ', ports)}\n{artifacts}");
        return new(artifacts, ports);
    }

    /// <summary>The catalog with the port in place of port 0; as it is before the first run.</summary>
    public Platform In(Platform platform) =>
        Ports.IsEmpty ? platform : platform with { Environments = [.. platform.Environments.Select(In)] };

    /// <summary>True where an environment's registry is the workspace's own.</summary>
    public static bool IsAskedFor(DeploymentEnvironment environment) =>
        environment.IsLocal
        && RegistryAddress.IsLoopback(environment.Registry)
        && RegistryAddress.Port(environment.Registry) == 0;

    private DeploymentEnvironment In(DeploymentEnvironment environment)
    {
        if (!IsAskedFor(environment))
            return environment;

        string At(int port) => environment.Registry.Replace(":0", $":{port}", StringComparison.Ordinal);
        return environment with
        {
            Registry = At(Ports[0]),
            FormerRegistries = [.. Ports[1..].Select(port => RegistryAddress.Host(At(port)))],
        };
    }

    private static (AbsolutePath? Owner, ImmutableArray<int> Ports) Kept(AbsolutePath artifacts)
    {
        var file = FileIn(artifacts);
        return
            File.Exists(file)
            && File.ReadAllText(file).Split('\n', 2) is [var ports, var owner]
            && Path.IsPathRooted(owner)
            && ports
                .Split(' ')
                .All(port => ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            ? (owner, [.. ports.Split(' ').Select(port => int.Parse(port, CultureInfo.InvariantCulture))])
            : (null, []);
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    // A killed run's container goes on until the next run has asked the engine for something.
    private static async Task<bool> IsOwn(int port, AbsolutePath artifacts)
    {
        var location = new RegistryLocation($"127.0.0.1:{port}");
        using var client = new RegistryClient(location.Name, new OciRegistries().Open(location), Patience);
        try
        {
            return await client.Ping(null, CancellationToken.None) == RegistryStorage.In(artifacts).Folder;
        }
        catch (StepFailedException)
        {
            return false;
        }
    }
}

using System.Net.Sockets;
using Nuke.Common.IO;
using Pipeline.Images.Registries;

namespace Pipeline.Tests.Images;

/// <summary>The reference registry on loopback, for tests that need no container engine.</summary>
internal sealed class RealRegistry : IDisposable
{
    private readonly RegistryProcess process;

    private RealRegistry(RegistryProcess process, string name)
    {
        this.process = process;
        Name = name;
    }

    public string Name { get; }

    public static async Task<RealRegistry> Start(AbsolutePath folder)
    {
        var port = LoopbackPort.Free();
        var name = $"127.0.0.1:{port}";
        var started = RegistryProcess.Start("/usr/bin/docker-registry", name, folder / "storage", folder);
        for (var attempt = 0; ; attempt++)
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync("127.0.0.1", port);
                return new(started, name);
            }
            catch (SocketException) when (attempt < 300)
            {
                await Task.Delay(100);
            }
    }

    public void Dispose() => process.DisposeAsync().AsTask().GetAwaiter().GetResult();
}

using Nuke.Common.IO;
using Pipeline.Images.LocalRegistries;

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

    public static Task<RealRegistry> Start(AbsolutePath folder) => Start(folder, folder / "storage");

    public static async Task<RealRegistry> Start(AbsolutePath folder, AbsolutePath storage)
    {
        var port = LoopbackPort.Free();
        var name = $"127.0.0.1:{port}";
        var started = RegistryProcess.Start("docker-registry", name, storage, folder);
        await LoopbackPort.Answers(port);
        return new(started, name);
    }

    public void Dispose() => process.DisposeAsync().AsTask().GetAwaiter().GetResult();
}

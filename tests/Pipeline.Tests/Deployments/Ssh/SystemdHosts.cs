using Nuke.Common.IO;

namespace Pipeline.Tests.Deployments.Ssh;

/// <summary>Three hosts that the tests of one class share, and the key that they let in.</summary>
public sealed class SystemdHosts : IAsyncLifetime
{
    private readonly AbsolutePath folder = Directory.CreateTempSubdirectory("pipeline-keys-").FullName;

    internal ImmutableArray<SystemdHost> All { get; private set; }

    internal AbsolutePath Key => folder / "key";

    public async ValueTask InitializeAsync()
    {
        await SystemdHost.NewKey(Key);
        All = [.. await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => SystemdHost.Start(Key)))];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in All)
            await host.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}

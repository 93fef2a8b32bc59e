using Nuke.Common.IO;
using Pipeline.Images.Engines;
using Pipeline.Images.Registries;

namespace Pipeline.Images.LocalRegistries;

/// <summary>The <c>registry</c> image in a container.</summary>
internal sealed class RegistryContainer(ContainerEngine engine, string id) : IRegistryServer
{
    /// <summary>Starts it; it keeps everything under <paramref name="storage"/>.</summary>
    public static async Task<RegistryContainer> Start(
        ContainerEngine engine,
        string image,
        string registry,
        AbsolutePath storage,
        CancellationToken cancellation
    )
    {
        Directory.CreateDirectory(storage);
        var port = RegistryAddress.Port(registry);
        // On Linux it uses the host's network, where it must listen on the given address only.
        var address = OperatingSystem.IsLinux() ? registry : $":{port}";
        var recipe = new ContainerRecipe(
            image,
            port,
            [
                $"REGISTRY_HTTP_ADDR={address}",
                $"REGISTRY_HTTP_HEADERS_{RegistryClient.StorageHeader}=['{Uri.EscapeDataString(storage)}']",
                "OTEL_TRACES_EXPORTER=none",
            ],
            $"{storage}:/var/lib/registry"
        );
        return new(engine, await engine.Start(recipe, cancellation));
    }

    public async Task<bool> HasEnded(CancellationToken cancellation) => !await engine.IsRunning(id, cancellation);

    public async Task<string> LastWords(CancellationToken cancellation) =>
        string.Join(" | ", await engine.LastLines(id, 3, cancellation));

    public async ValueTask DisposeAsync() => await engine.Remove(id);
}

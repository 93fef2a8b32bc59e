using Nuke.Common.IO;
using Pipeline.Foundation.Processes;
using Pipeline.Images.Engines;
using Pipeline.Images.Registries;

namespace Pipeline.Images.LocalRegistries;

/// <summary>A registry that was started for a run.</summary>
internal interface IRegistryServer : IAsyncDisposable
{
    /// <summary>True once it has ended by itself.</summary>
    Task<bool> HasEnded(CancellationToken cancellation);

    /// <summary>What it said last.</summary>
    Task<string> LastWords(CancellationToken cancellation);
}

/// <summary>The <c>docker-registry</c> program.</summary>
internal sealed class RegistryProcess(BackgroundProcess process, string config, string log) : IRegistryServer
{
    /// <summary>Starts it; it keeps everything under <paramref name="storage"/>.</summary>
    public static RegistryProcess Start(string program, string registry, AbsolutePath storage, AbsolutePath folder)
    {
        Directory.CreateDirectory(folder);
        // Another run may start at the same time.
        var name = folder / $"registry.{Environment.ProcessId}";
        File.WriteAllText($"{name}.yml", Configuration(registry, storage));
        var process = BackgroundProcess.Start(new(program, "serve", $"{name}.yml"), $"{name}.log");
        return new(process, $"{name}.yml", $"{name}.log");
    }

    /// <summary>What versions 2 and 3 of the program both take: strings in single quotes have no escapes but a doubled quote.</summary>
    internal static string Configuration(string registry, string storage) =>
        $"""
            version: 0.1
            log:
              level: warn
            storage:
              filesystem:
                rootdirectory: '{storage.Replace("'", "''", StringComparison.Ordinal)}'
            http:
              addr: '{registry}'

            """;

    public Task<bool> HasEnded(CancellationToken cancellation) => Task.FromResult(process.HasEnded);

    public Task<string> LastWords(CancellationToken cancellation) => Task.FromResult(LogEnd.Of(log));

    public async ValueTask DisposeAsync()
    {
        await process.DisposeAsync();
        File.Delete(config);
    }
}

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
        // On Linux it shares this machine's network, and must not listen on more of it than asked for.
        var address = OperatingSystem.IsLinux() ? registry : $":{port}";
        var recipe = new ContainerRecipe(
            image,
            port,
            [$"REGISTRY_HTTP_ADDR={address}", "OTEL_TRACES_EXPORTER=none"],
            $"{storage}:/var/lib/registry"
        );
        return new(engine, await engine.Start(recipe, cancellation));
    }

    public async Task<bool> HasEnded(CancellationToken cancellation) => !await engine.IsRunning(id, cancellation);

    public async Task<string> LastWords(CancellationToken cancellation) =>
        string.Join(" | ", await engine.LastLines(id, 3, cancellation));

    public async ValueTask DisposeAsync() => await engine.Remove(id);
}

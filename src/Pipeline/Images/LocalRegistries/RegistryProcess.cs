using Nuke.Common.IO;
using Pipeline.Foundation.Processes;
using Pipeline.Images.Engines;
using Pipeline.Images.Registries;

namespace Pipeline.Images.LocalRegistries;

/// <summary>The <c>docker-registry</c> program.</summary>
internal sealed class RegistryProcess(BackgroundProcess process, string config, string log) : IRegistryServer
{
    /// <summary>Starts it; it keeps everything under <paramref name="storage"/>.</summary>
    public static RegistryProcess Start(string program, string registry, AbsolutePath storage, AbsolutePath folder)
    {
        Directory.CreateDirectory(folder);
        // Another run may start one at the same time.
        var name = folder / $"registry.{Environment.ProcessId}";
        File.WriteAllText($"{name}.yml", Configuration(registry, storage));
        var process = BackgroundProcess.Start(new(program, "serve", $"{name}.yml"), $"{name}.log");
        return new(process, $"{name}.yml", $"{name}.log");
    }

    /// <summary>
    /// A configuration for versions 2 and 3 of the program. In single-quoted YAML, the only escape is a doubled quote.
    /// </summary>
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
              headers:
                {RegistryClient.StorageHeader}: ['{Uri.EscapeDataString(storage)}']

            """;

    public Task<bool> HasEnded(CancellationToken cancellation) => Task.FromResult(process.HasEnded);

    public Task<string> LastWords(CancellationToken cancellation) => Task.FromResult(LogEnd.Of(log));

    public async ValueTask DisposeAsync()
    {
        await process.DisposeAsync();
        File.Delete(config);
    }
}

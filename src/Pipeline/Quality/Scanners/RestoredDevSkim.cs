using System.Collections.Concurrent;
using CliWrap;
using CliWrap.Buffered;
using Pipeline.Foundation.Processes;
using Pipeline.Quality.Findings;

namespace Pipeline.Quality.Scanners;

/// <summary>DevSkim, restored from a .NET tool manifest once per run.</summary>
internal sealed class RestoredDevSkim
{
    private static readonly string[] Manifests = [".config/dotnet-tools.json", "dotnet-tools.json"];

    private static readonly ConcurrentDictionary<string, string?> Nearest = new();

    /// <summary>The folder to start <c>dotnet tool run</c> in.</summary>
    public required string Folder { get; init; }

    /// <summary>Why it cannot run, and what to do; null where it can.</summary>
    public string? Problem { get; init; }

    /// <summary>Restores it from the nearest manifest that names it: above the service, else above the build itself.</summary>
    public static async Task<RestoredDevSkim> Restore(string dotnet, string service, CancellationToken cancellation)
    {
        if (ManifestFor(service) is not { } manifest)
            return new()
            {
                Folder = service,
                Problem =
                    "devskim is in no .NET tool manifest: dotnet tool install Microsoft.CST.DevSkim.CLI adds it to the repository's",
            };

        var folder = FolderOf(manifest);
        var restored = await Cli.Wrap(dotnet)
            .WithArguments(["tool", "restore"])
            .WithWorkingDirectory(folder)
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(cancellation);
        return new()
        {
            Folder = folder,
            Problem =
                restored.ExitCode == 0
                    ? null
                    : $"devskim cannot be restored: dotnet tool restore in {folder} says {Said(restored)}",
        };
    }

    /// <summary>The manifest that pins its version; null where none does.</summary>
    public static string? ManifestFor(string service) =>
        NearestAbove(service)
        ?? NearestAbove(Directory.GetCurrentDirectory())
        ?? NearestAbove(AppContext.BaseDirectory);

    // Services share most of the folders above them.
    private static string? NearestAbove(string folder) =>
        Nearest.GetOrAdd(
            folder,
            _ =>
                ManifestIn(folder)
                ?? (
                    Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(folder)) is { } above
                        ? NearestAbove(above)
                        : null
                )
        );

    // A manifest lies in a folder, or in that folder's .config.
    private static string FolderOf(string manifest) =>
        Path.GetDirectoryName(manifest)! is var beside && Path.GetFileName(beside) == ".config"
            ? Path.GetDirectoryName(beside)!
            : beside;

    private static string Said(BufferedCommandResult result) =>
        new CommandOutcome(result.ExitCode, result.StandardOutput, result.StandardError).LastLine();

    private static string? ManifestIn(string folder) =>
        Manifests
            .Select(name => Path.Combine(folder, name))
            .FirstOrDefault(file =>
                File.Exists(file) && File.ReadAllText(file).Contains("\"devskim\"", StringComparison.Ordinal)
            );
}

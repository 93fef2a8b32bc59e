using CliWrap;
using CliWrap.Buffered;
using Pipeline.Foundation.Processes;
using Pipeline.Quality.Findings;
using Pipeline.Tools;

namespace Pipeline.Quality.Scanners;

/// <summary>DevSkim, restored from a .NET tool manifest once per run.</summary>
internal sealed class RestoredDevSkim
{
    /// <summary>The folder to start <c>dotnet tool run</c> in.</summary>
    public required string Folder { get; init; }

    /// <summary>Why it cannot run, and what to do; null where it can.</summary>
    public string? Problem { get; init; }

    /// <summary>
    /// Restores it from the nearest manifest that names it: above the service, else above the build itself.
    /// </summary>
    public static async Task<RestoredDevSkim> Restore(string dotnet, string service, CancellationToken cancellation)
    {
        if (ToolManifest.For(service) is not { } manifest)
            return new()
            {
                Folder = service,
                Problem =
                    "devskim is in no .NET tool manifest: dotnet tool install Microsoft.CST.DevSkim.CLI adds it to the repository's",
            };

        var folder = ToolManifest.FolderOf(manifest);
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

    private static string Said(BufferedCommandResult result) =>
        new CommandOutcome(result.ExitCode, result.StandardOutput, result.StandardError).LastLine();
}

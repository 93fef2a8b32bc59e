using CliWrap;
using CliWrap.Buffered;
using Pipeline.Execution;

namespace Pipeline.Quality.Scanners;

/// <summary>DevSkim as a tool of a .NET tool manifest, restored once a run.</summary>
internal sealed class DevSkimTool
{
    private static readonly string[] Manifests = [".config/dotnet-tools.json", "dotnet-tools.json"];

    /// <summary>A folder that <c>dotnet tool run</c> finds the manifest from.</summary>
    public required string Folder { get; init; }

    /// <summary>Why it cannot be run, and what to do; null where it can.</summary>
    public string? Problem { get; init; }

    /// <summary>Restores it from the nearest manifest that has it: above the service, else above the build itself.</summary>
    public static async Task<DevSkimTool> Restore(string dotnet, string service, CancellationToken cancellation)
    {
        var folder = Above(service)
            .Concat(Above(Directory.GetCurrentDirectory()))
            .Concat(Above(AppContext.BaseDirectory))
            .FirstOrDefault(HasDevSkim);
        if (folder is null)
            return new()
            {
                Folder = service,
                Problem =
                    "devskim is in no .NET tool manifest: dotnet tool install Microsoft.CST.DevSkim.CLI adds it to the repository's",
            };

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

    private static IEnumerable<string> Above(string folder)
    {
        for (var current = new DirectoryInfo(folder); current is not null; current = current.Parent)
            yield return current.FullName;
    }

    private static bool HasDevSkim(string folder) =>
        Manifests
            .Select(name => Path.Combine(folder, name))
            .Any(file => File.Exists(file) && File.ReadAllText(file).Contains("\"devskim\"", StringComparison.Ordinal));
}

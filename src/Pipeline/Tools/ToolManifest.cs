using System.Collections.Concurrent;
using Nuke.Common.IO;

namespace Pipeline.Tools;

/// <summary>The .NET tool manifests that name DevSkim: of a repository, and of the build itself.</summary>
internal static class ToolManifest
{
    private static readonly string[] Names = [".config/dotnet-tools.json", "dotnet-tools.json"];

    private static readonly ConcurrentDictionary<string, string?> Nearest = new();

    /// <summary>The nearest one above a folder, else above the build itself; null where none names it.</summary>
    public static string? For(string folder) =>
        NearestAbove(folder) ?? NearestAbove(Directory.GetCurrentDirectory()) ?? NearestAbove(AppContext.BaseDirectory);

    /// <summary>The folder that a manifest is for: it lies there, or in that folder's <c>.config</c>.</summary>
    public static AbsolutePath FolderOf(string manifest) =>
        Path.GetDirectoryName(manifest)! is var beside && Path.GetFileName(beside) == ".config"
            ? Path.GetDirectoryName(beside)!
            : beside;

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

    private static string? ManifestIn(string folder) =>
        Names
            .Select(name => Path.Combine(folder, name))
            .FirstOrDefault(file =>
                File.Exists(file) && File.ReadAllText(file).Contains("\"devskim\"", StringComparison.Ordinal)
            );
}

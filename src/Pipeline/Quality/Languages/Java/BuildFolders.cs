using Nuke.Common.IO;

namespace Pipeline.Quality.Languages.Java;

/// <summary>The folders around a service that may belong to its build.</summary>
internal static class BuildFolders
{
    private static readonly string[] Others =
    [
        ".git",
        ".gradle",
        "artifacts",
        "build",
        "node_modules",
        "src",
        "target",
    ];

    /// <summary>A folder and those in it, without sources and what builds leave.</summary>
    public static IEnumerable<AbsolutePath> Below(AbsolutePath folder) =>
        Directory
            .EnumerateDirectories(folder)
            .Where(inner => !Others.Contains(Path.GetFileName(inner)))
            .SelectMany(inner => Below(inner))
            .Prepend(folder);

    /// <summary>The first of a folder's files with one of the names; null without any.</summary>
    public static AbsolutePath? Find(AbsolutePath folder, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (File.Exists(folder / name))
                return folder / name;
        return null;
    }
}

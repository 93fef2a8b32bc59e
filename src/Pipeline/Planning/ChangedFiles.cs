using System.Globalization;
using Nuke.Common.IO;

namespace Pipeline.Planning;

/// <summary>Compares states of a work tree by the files that differ from the commit.</summary>
internal static class ChangedFiles
{
    /// <summary>
    /// The files, relative to the root, each with a stamp: its size and time, or the target of a link.
    /// </summary>
    public static IReadOnlyDictionary<string, string> Stamp(SourceRevision source) =>
        source.Changes.Distinct().ToDictionary(file => file, file => StampOf(source.Root / file));

    /// <summary>The files that differ between two states.</summary>
    public static IEnumerable<string> Between(
        IReadOnlyDictionary<string, string> before,
        IReadOnlyDictionary<string, string> now
    ) =>
        before
            .Keys.Union(now.Keys)
            .Where(file => before.GetValueOrDefault(file) != now.GetValueOrDefault(file))
            .Order(StringComparer.Ordinal);

    private static string StampOf(AbsolutePath path)
    {
        var file = new FileInfo(path);
        return file.LinkTarget is { } target ? $"link to {target}"
            : file.Exists
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"{file.Length} bytes of {file.LastWriteTimeUtc:O}, {Mode(file)}"
                )
            : "gone";
    }

    private static string Mode(FileInfo file) => OperatingSystem.IsWindows() ? "" : $"{file.UnixFileMode}";
}

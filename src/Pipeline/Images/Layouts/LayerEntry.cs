using System.Formats.Tar;
using Nuke.Common.IO;

namespace Pipeline.Images.Layouts;

/// <summary>A file, folder or symbolic link of an image.</summary>
/// <param name="Type">Which of them.</param>
/// <param name="Mode">Its rights.</param>
/// <param name="Time">When it was changed.</param>
internal sealed record LayerEntry(TarEntryType Type, UnixFileMode Mode, DateTimeOffset Time)
{
    /// <summary>A folder that no layer describes.</summary>
    public static LayerEntry Folder { get; } =
        new(
            TarEntryType.Directory,
            UnixFileMode.UserRead
                | UnixFileMode.UserWrite
                | UnixFileMode.UserExecute
                | UnixFileMode.GroupRead
                | UnixFileMode.GroupExecute
                | UnixFileMode.OtherRead
                | UnixFileMode.OtherExecute,
            DateTimeOffset.UnixEpoch
        );

    /// <summary>The target of a symbolic link; null for anything else.</summary>
    public string? Link { get; init; }

    /// <summary>The file on this machine with its content; null for anything but a file.</summary>
    public AbsolutePath? Content { get; init; }
}

using Nuke.Common.IO;

namespace Pipeline.Tools.Locked;

/// <summary>The downloaded tools by version and checksum: <c>tools.lock.yaml</c> at the root of a repository.</summary>
/// <param name="Tools">The tools, in the order of the file.</param>
public sealed record ToolsLock(ImmutableArray<LockedTool> Tools)
{
    /// <summary>The file's name.</summary>
    public const string FileName = "tools.lock.yaml";

    /// <summary>A repository that locks no tool.</summary>
    public static ToolsLock Empty { get; } = new([]);

    /// <summary>Reads the lock of a repository; one without the file locks nothing.</summary>
    /// <exception cref="ToolException">The lock cannot be used; all problems are listed, with their places.</exception>
    public static ToolsLock Read(AbsolutePath root) =>
        File.Exists(root / FileName) ? LockDocument.Read(File.ReadAllText(root / FileName)).ToLock() : Empty;
}

using System.Formats.Tar;
using System.Text;
using Nuke.Common.IO;
using Pipeline.Foundation.Files;

namespace Pipeline.Images.Contexts;

/// <summary>A build context: a folder as a tar archive, byte for byte reproducible.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="Dockerfile">The Dockerfile; it may lie outside of the folder.</param>
/// <param name="Time">The modification time of all files, so that those of a checkout do not matter.</param>
internal sealed partial record BuildContext(AbsolutePath Folder, AbsolutePath Dockerfile, DateTimeOffset Time)
{
    /// <summary>The name of the file that excludes files from the context.</summary>
    public const string IgnoreFileName = ".dockerignore";

    // A Dockerfile from outside must not replace a file of the context.
    private const string OuterDockerfile = ".pipeline.Dockerfile";

    private const UnixFileMode Readable =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private const UnixFileMode Executable =
        Readable | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>The text of the Dockerfile, where it replaces that of the file.</summary>
    public string? DockerfileText { get; init; }

    /// <summary>Folders that are no part of it, such as those that runs write.</summary>
    public ImmutableArray<AbsolutePath> Without { get; init; } = [];

    /// <summary>The Dockerfile's name within the archive.</summary>
    public string DockerfileName => Inside(Dockerfile) ?? OuterDockerfile;

    /// <summary>True for a file that is part of it, where it exists.</summary>
    public bool Sends(string file) => Inside(file) is { } name && !ReadIgnoreFile().Ignores(name);

    /// <summary>Measures the context.</summary>
    public ContextSize Measure() =>
        ContextSize.Of(
            Entries(ReadIgnoreFile())
                .Where(entry => entry.Info is FileInfo { LinkTarget: null })
                .Select(entry => (entry.Name, ((FileInfo)entry.Info).Length))
        );

    /// <summary>Writes the archive.</summary>
    /// <param name="archive">Takes the archive.</param>
    /// <param name="leftOut">
    /// Takes a line for each symbolic link that is left out, as it leads out of the context.
    /// </param>
    /// <param name="beside">Further files, by name.</param>
    public void Write(Stream archive, Action<string> leftOut, IReadOnlyDictionary<string, string>? beside = null)
    {
        var ignore = ReadIgnoreFile();
        using var tar = new TarWriter(archive, TarEntryFormat.Gnu, leaveOpen: true);
        foreach (var entry in Sorted(ignore))
            Write(tar, entry, leftOut);

        if (Inside(Dockerfile) is not { } inside || ignore.Ignores(inside))
            WriteRecipe(tar);
        WriteText(tar, IgnoreFileName, OnlyForTheEngine(ignore));
        foreach (var (name, text) in beside ?? ImmutableDictionary<string, string>.Empty)
            WriteText(tar, name, text);
    }

    /// <summary>The path of a file relative to the folder, with forward slashes; null where it lies outside.</summary>
    private string? Inside(string file)
    {
        var relative = SlashedPath.Between(Folder, file);
        return relative.StartsWith("../", StringComparison.Ordinal) || Path.IsPathRooted(relative) ? null : relative;
    }

    // Ignored files are not sent; these two are, and COPY must not see them.
    private string OnlyForTheEngine(IgnoreFile ignore) =>
        Inside(Dockerfile) is { } inside && !ignore.Ignores(inside)
            ? $"{IgnoreFileName}\n"
            : $"{IgnoreFileName}\n{DockerfileName}\n";

    // DOCKERFILE.dockerignore takes precedence, as in BuildKit.
    private IgnoreFile ReadIgnoreFile()
    {
        var file = new[] { $"{Dockerfile}{IgnoreFileName}", Path.Combine(Folder, IgnoreFileName) }.FirstOrDefault(
            File.Exists
        );
        return file is null ? IgnoreFile.Empty : IgnoreFile.Parse(File.ReadAllText(file));
    }

    private IEnumerable<(string Name, FileSystemInfo Info)> Sorted(IgnoreFile ignore) =>
        Entries(ignore).OrderBy(entry => entry.Name, StringComparer.Ordinal);

    private IEnumerable<(string Name, FileSystemInfo Info)> Entries(IgnoreFile ignore)
    {
        var without = Without.Select(folder => folder.ToString()).ToHashSet(StringComparer.Ordinal);
        var folders = new Stack<DirectoryInfo>([new(Folder)]);
        while (folders.TryPop(out var folder))
            foreach (var info in folder.EnumerateFileSystemInfos())
            {
                // In a submodule it is a file that leads to a folder outside of it.
                if (without.Contains(info.FullName) || info is FileInfo { Name: ".git" })
                    continue;
                var name = SlashedPath.Between(Folder, info.FullName);
                var ignored = ignore.Ignores(name);
                if (info is DirectoryInfo { LinkTarget: null } inner && (!ignored || ignore.HasExceptions))
                    folders.Push(inner);
                if (!ignored && name != IgnoreFileName)
                    yield return (name, info);
            }
    }

    private void Write(TarWriter tar, (string Name, FileSystemInfo Info) entry, Action<string> leftOut)
    {
        switch (entry.Info)
        {
            case { LinkTarget: { } target } when LeadsOut(entry.Name, target):
                leftOut(LinkLeftOut(entry.Name, target));
                break;
            case { LinkTarget: { } target }:
                tar.WriteEntry(Header(TarEntryType.SymbolicLink, entry.Name, Executable, target));
                break;
            case DirectoryInfo:
                tar.WriteEntry(Header(TarEntryType.Directory, entry.Name + "/", Executable));
                break;
            case FileInfo when entry.Name == Inside(Dockerfile):
                WriteRecipe(tar);
                break;
            case FileInfo file:
                WriteFile(tar, entry.Name, file);
                break;
        }
    }

    private void WriteRecipe(TarWriter tar)
    {
        if (DockerfileText is not null)
            WriteText(tar, DockerfileName, DockerfileText);
        else
            WriteFile(tar, DockerfileName, new(Dockerfile));
    }

    private static bool LeadsOut(string name, string target) =>
        Path.IsPathRooted(target)
        || Path.GetFullPath(Path.Combine(Path.GetDirectoryName($"/context/{name}")!, target)) is var full
            && full != "/context"
            && !full.StartsWith("/context/", StringComparison.Ordinal);

    private void WriteFile(TarWriter tar, string name, FileInfo file)
    {
        using var content = file.OpenRead();
        var entry = Header(TarEntryType.RegularFile, name, ModeOf(file));
        entry.DataStream = content;
        tar.WriteEntry(entry);
    }

    private void WriteText(TarWriter tar, string name, string text)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
        var entry = Header(TarEntryType.RegularFile, name, Readable);
        entry.DataStream = content;
        tar.WriteEntry(entry);
    }

    // Git stores only whether a file is executable; the rest of the mode depends on the umask of the checkout.
    private static UnixFileMode ModeOf(FileInfo file) =>
        OperatingSystem.IsWindows() || file.UnixFileMode.HasFlag(UnixFileMode.UserExecute) ? Executable : Readable;

    private GnuTarEntry Header(TarEntryType type, string name, UnixFileMode mode, string? target = null)
    {
        var entry = new GnuTarEntry(type, name) { Mode = mode, ModificationTime = Time };
        if (target is not null)
            entry.LinkName = target;
        return entry;
    }
}

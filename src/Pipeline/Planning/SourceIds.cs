using System.Text;
using Nuke.Common.IO;
using Pipeline.Foundation.Git;

namespace Pipeline.Planning;

/// <summary>
/// Names what lies in the work tree as Git does, or would once it is committed: what is clean by the commit's own objects, what
/// was changed by its content. So a file has one name, committed or not, and a clean folder costs no look at its files.
/// </summary>
/// <remarks>Files that Git ignores have no part in a name.</remarks>
public sealed class SourceIds : IDisposable
{
    // What tools take settings from in the folders above the one that they work in: .editorconfig, pyproject.toml, go.work, …
    private static readonly string[] SettingEndings =
    [
        ".cfg",
        ".cjs",
        ".config",
        ".ini",
        ".js",
        ".json",
        ".lock",
        ".mjs",
        ".mod",
        ".props",
        ".py",
        ".rsp",
        ".ruleset",
        ".sum",
        ".targets",
        ".toml",
        ".ts",
        ".work",
    ];

    // Stands for what Git keeps no content of: a repository within the repository, or a file that cannot be read.
    private static readonly GitEntry Unknown = new("", "");

    private readonly AbsolutePath root;
    private readonly string prefix;
    private readonly TreeReader trees;
    private readonly HashSet<string> changed;
    private readonly Dictionary<string, HashSet<string>> changedIn = [];
    private readonly Dictionary<string, GitEntry?> entries = [];
    private readonly Dictionary<string, ContentKey?> settings = [];
    private readonly Lock gate = new();

    /// <summary>Nothing is read before the first name is asked for.</summary>
    /// <param name="source">The commit, and what differs from it.</param>
    public SourceIds(SourceRevision source)
        : this(source.Root, source.Commit, source.Changes) { }

    internal SourceIds(AbsolutePath root, string commit, ImmutableArray<string> changes)
    {
        this.root = root;
        prefix = $"{root}/";
        trees = new(root, commit);
        changed = [.. changes.Select(file => file.TrimEnd('/'))];
        foreach (var file in changed)
            Note(file);
    }

    /// <summary>
    /// The name of a file or folder; null where it cannot be told, which is so for what Git knows nothing of, for a link, and for
    /// what holds a changed submodule.
    /// </summary>
    /// <exception cref="GitException">Git does not give its objects out.</exception>
    public string? Of(AbsolutePath path)
    {
        if (Relative(path) is not { } relative)
            return null;
        lock (gate)
            return Entry(relative) is { Mode: not ("" or GitEntry.Link) } entry ? $"{entry.Mode} {entry.Id}" : null;
    }

    /// <summary>
    /// The name of all files directly in the folders above a path, up to the repository's root, that tools take for settings: those
    /// whose name begins with a dot, or ends as settings do. Null where it cannot be told.
    /// </summary>
    /// <exception cref="GitException">Git does not give its objects out.</exception>
    public string? SettingsAbove(AbsolutePath path)
    {
        if (Relative(path) is not { } relative)
            return null;

        var key = new ContentKeyBuilder();
        lock (gate)
            for (var folder = relative; folder.Length > 0; )
            {
                folder = folder[..Math.Max(folder.LastIndexOf('/'), 0)];
                if (!settings.TryGetValue(folder, out var found))
                    settings[folder] = found = SettingsIn(folder);
                if (found is null)
                    return null;
                key.Add(folder).Add(found.Value.Value);
            }

        return key.ToKey().Value;
    }

    /// <inheritdoc />
    public void Dispose() => trees.Dispose();

    private void Note(string file)
    {
        for (var path = file; path.Length > 0; )
        {
            var slash = path.LastIndexOf('/');
            var folder = path[..Math.Max(slash, 0)];
            if (!changedIn.TryGetValue(folder, out var names))
                changedIn[folder] = names = [];
            if (!names.Add(path[(slash + 1)..]))
                return;
            path = folder;
        }
    }

    // The work tree as Git names it; reached through a link, or from elsewhere, a path is none of it.
    private string? Relative(string path)
    {
        // The paths of a catalog are in their normal form.
        if (path.StartsWith(prefix, StringComparison.Ordinal) && !path.Contains("/.", StringComparison.Ordinal))
            return path[prefix.Length..];

        var relative = Path.GetRelativePath(root, path).Replace('\\', '/');
        return relative == "." ? ""
            : relative.StartsWith("../", StringComparison.Ordinal) || relative == ".." || Path.IsPathRooted(relative)
                ? null
            : relative;
    }

    private GitEntry? Entry(string path)
    {
        if (!entries.TryGetValue(path, out var entry))
            entries[path] = entry = Find(path);
        return entry;
    }

    private GitEntry? Find(string path)
    {
        if (!changedIn.TryGetValue(path, out var names))
            return changed.Contains(path) ? InWorkTree(path)
                : path.Length == 0 ? new(GitEntry.Folder, trees.Folder("")!.ToId())
                : trees.Find(path);

        var folder = trees.Folder(path)?.Copy() ?? GitTree.Empty(trees.IdLength);
        foreach (var name in names)
        {
            var entry = Entry(path.Length == 0 ? name : $"{path}/{name}");
            if (entry == Unknown)
                return Unknown;
            folder[name] = entry;
        }

        // A folder may have taken a file's place, or a file that of a folder.
        return !folder.IsEmpty ? new(GitEntry.Folder, folder.ToId())
            : changed.Contains(path) ? InWorkTree(path)
            : null;
    }

    private GitEntry? InWorkTree(string path)
    {
        var file = new FileInfo(root / path);
        try
        {
            if (file.LinkTarget is { } target)
                return new(GitEntry.Link, BlobId(new MemoryStream(Encoding.UTF8.GetBytes(target))));
            // A name that is no UTF-8 has been replaced, and would pass for that of a deleted file.
            if (Directory.Exists(file.FullName) || path.Contains('\uFFFD', StringComparison.Ordinal))
                return Unknown;
            return file.Exists ? new(ModeOf(file, path), BlobId(file.OpenRead())) : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return Unknown;
        }
    }

    private string ModeOf(FileInfo file, string path) =>
        OperatingSystem.IsWindows() ? trees.Find(path)?.Mode ?? GitEntry.File
        : file.UnixFileMode.HasFlag(UnixFileMode.UserExecute) ? GitEntry.Executable
        : GitEntry.File;

    private string BlobId(Stream content)
    {
        using (content)
            return GitObjectId.Of("blob", content, content.Length, trees.IdLength);
    }

    private ContentKey? SettingsIn(string folder)
    {
        var key = new ContentKeyBuilder();
        var names = (trees.Folder(folder)?.Names ?? [])
            .Concat(changedIn.GetValueOrDefault(folder, []))
            .Where(IsSetting);
        foreach (var name in names.Distinct().Order(StringComparer.Ordinal))
        {
            var entry = Entry(folder.Length == 0 ? name : $"{folder}/{name}");
            if (entry == Unknown)
                return null;
            if (entry is { IsFolder: false } file)
                key.Add(name).Add(file.Mode).Add(file.Id);
        }

        return key.ToKey();
    }

    private static bool IsSetting(string name) =>
        name.StartsWith('.') || SettingEndings.Any(ending => name.EndsWith(ending, StringComparison.Ordinal));
}

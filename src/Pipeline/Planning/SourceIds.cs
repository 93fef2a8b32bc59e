using System.Text;
using Nuke.Common.IO;
using Pipeline.Foundation.Files;
using Pipeline.Foundation.Git;

namespace Pipeline.Planning;

/// <summary>
/// Identifies files and folders of the work tree by Git's object names, or those they would get: clean ones by the
/// commit's objects, changed ones by their content. So a file has the same name before and after its commit, and clean
/// folders are not read.
/// </summary>
/// <remarks>Files that Git ignores do not count.</remarks>
public sealed class SourceIds : IDisposable
{
    // Files by which folders above a service configure its tools: .editorconfig, pyproject.toml, go.work, …
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
        "pnpm-lock.yaml",
        "pnpm-workspace.yaml",
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

    // Stands for what Git has no content of: a nested repository, or an unreadable file.
    private static readonly GitEntry Unknown = new("", "");

    private readonly AbsolutePath root;
    private readonly string prefix;
    private readonly TreeReader trees;
    private readonly HashSet<string> changed;
    private readonly Dictionary<string, HashSet<string>> changedIn = [];
    private readonly Dictionary<string, GitEntry?> entries = [];
    private readonly Dictionary<string, ContentKey?> settings = [];
    private readonly Lock gate = new();

    /// <summary>Nothing is read before the first name is needed.</summary>
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
    /// The name of a file or folder; null where it is unknown: for what Git does not track, for a link, and for
    /// a folder with a changed submodule.
    /// </summary>
    /// <exception cref="GitException">Git cannot read its objects.</exception>
    public string? Of(AbsolutePath path)
    {
        if (Relative(path) is not { } relative)
            return null;
        lock (gate)
            return Entry(relative) is { Mode: not ("" or GitEntry.Link) } entry ? $"{entry.Mode} {entry.Id}" : null;
    }

    /// <summary>
    /// The name of all settings files directly in the folders above a path, up to the repository's root: those
    /// whose name begins with a dot, or has an extension of settings. Null where it is unknown.
    /// </summary>
    /// <exception cref="GitException">Git cannot read its objects.</exception>
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

    // The work tree by Git's name; a path through a link is not in it.
    private string? Relative(string path)
    {
        // Catalog paths are normalized.
        if (path.StartsWith(prefix, StringComparison.Ordinal) && !path.Contains("/.", StringComparison.Ordinal))
            return path[prefix.Length..];

        var relative = SlashedPath.Between(root, path);
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
                : trees.Find(path) ?? InSubmodule(path);

        var folder = trees.Folder(path)?.Copy() ?? GitTree.Empty(trees.IdLength);
        foreach (var name in names)
        {
            var entry = Entry(path.Length == 0 ? name : $"{path}/{name}");
            if (entry == Unknown)
                return Unknown;
            folder[name] = entry;
        }

        // A folder may have replaced a file, or a file a folder.
        return !folder.IsEmpty ? new(GitEntry.Folder, folder.ToId())
            : changed.Contains(path) ? InWorkTree(path)
            : null;
    }

    // Git knows the submodule's commit, which stands for all that is in it.
    private GitEntry? InSubmodule(string path)
    {
        for (var slash = path.LastIndexOf('/'); slash > 0; slash = path.LastIndexOf('/', slash - 1))
            if (Entry(path[..slash]) is { Mode: not GitEntry.Folder } module)
                return module.Mode == GitEntry.Submodule ? module with { Id = $"{module.Id}{path[slash..]}" }
                    : module == Unknown ? Unknown
                    : null;
        return null;
    }

    private GitEntry? InWorkTree(string path)
    {
        var file = new FileInfo(Path.Combine(root, path));
        try
        {
            if (file.LinkTarget is { } target)
                return new(GitEntry.Link, BlobId(new MemoryStream(Encoding.UTF8.GetBytes(target))));
            // A name that is not UTF-8 was decoded with replacements, and would look deleted.
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

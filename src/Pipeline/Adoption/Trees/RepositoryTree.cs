using System.Collections.Concurrent;
using System.Text;
using Nuke.Common.IO;
using Pipeline.Deployments.GitOps.Manifests;
using Pipeline.Foundation.Git;

namespace Pipeline.Adoption.Trees;

/// <summary>
/// The files of a repository that Git does not ignore, committed or not. It is listed once, and a file is read when it
/// is asked for.
/// </summary>
internal sealed class RepositoryTree
{
    /// <summary>Folders with sources of others, in which nothing is looked for.</summary>
    private static readonly ImmutableArray<string> Foreign =
    [
        "node_modules",
        "vendor",
        "third_party",
        ".venv",
        "venv",
        "site-packages",
        "__pycache__",
        ".terraform",
    ];

    // Tags of "git ls-files -t".
    private const char Unknown = '?';
    private const char Deleted = 'R';

    private readonly ConcurrentDictionary<string, byte[]?> contents = new();
    private readonly HashSet<string> files;

    private RepositoryTree(AbsolutePath root, ImmutableArray<Submodule> submodules, ILookup<char, string> byTag)
    {
        Root = root;
        Submodules = submodules;
        Files =
        [
            .. byTag
                .SelectMany(files => files)
                .Except(byTag[Deleted].Concat(submodules.Select(module => module.Path)))
                .Where(IsOwn)
                .Order(StringComparer.Ordinal),
        ];
        this.files = [.. Files];
        Folders = [.. this.files.Select(RepositoryPath.Folder).Distinct().SelectMany(Above)];
        Untracked = byTag[Unknown].ToHashSet();
    }

    /// <summary>The root of the tree.</summary>
    public AbsolutePath Root { get; }

    /// <summary>The paths, in order, with forward slashes.</summary>
    public ImmutableArray<string> Files { get; }

    /// <summary>The folders with a file at any depth, without the root.</summary>
    public HashSet<string> Folders { get; }

    /// <summary>Those that Git does not know yet.</summary>
    public IReadOnlySet<string> Untracked { get; }

    /// <summary>Its submodules, whether their files are there or not.</summary>
    public ImmutableArray<Submodule> Submodules { get; }

    /// <summary>Lists a repository's files, with those of its submodules.</summary>
    /// <exception cref="AdoptionException">It is no work tree of Git, or Git cannot read all of it.</exception>
    public static async Task<RepositoryTree> Read(AbsolutePath root)
    {
        if (!Directory.Exists(root))
            throw new AdoptionException($"there is no folder {root}: name the one of a repository");

        var submodules = new SubmoduleTree(root).All;
        var listed = await Task.WhenAll(
            submodules
                .Where(module => module.IsCheckedOut)
                .Select(module => List(root / module.Path, $"{module.Path}/"))
                .Prepend(List(root, ""))
        );
        return new(root, submodules, listed.SelectMany(files => files).ToLookup(file => file.Tag, file => file.Path));
    }

    /// <summary>True for a file of the tree.</summary>
    public bool HasFile(string path) => files.Contains(path);

    /// <summary>True for a folder with a file of the tree, at any depth; the root is one.</summary>
    public bool HasFolder(string path) => path.Length == 0 || Folders.Contains(path);

    /// <summary>The names of the files right in a folder.</summary>
    public IEnumerable<string> FilesIn(string folder) =>
        Below(folder).Where(file => RepositoryPath.Folder(file) == folder).Select(FileName);

    /// <summary>The files below a folder, at any depth.</summary>
    public IEnumerable<string> Below(string folder) => folder.Length == 0 ? Files : StartingWith($"{folder}/");

    /// <summary>The files whose paths start with a text.</summary>
    public IEnumerable<string> StartingWith(string start)
    {
        for (var i = From(start); i < Files.Length && Files[i].StartsWith(start, StringComparison.Ordinal); i++)
            yield return Files[i];
    }

    /// <summary>The bytes of a file; null where it cannot be read, or is a submodule.</summary>
    public byte[]? Content(string path) =>
        contents.GetOrAdd(
            path,
            _ =>
            {
                try
                {
                    var file = new FileInfo(Path.Combine(Root, path));
                    return file.Exists && file.Length <= ManifestFile.LargestSize
                        ? File.ReadAllBytes(file.FullName)
                        : null;
                }
                catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
                {
                    return null;
                }
            }
        );

    /// <summary>True for a file of at most so many bytes.</summary>
    public bool IsSmall(string path, int most) =>
        new FileInfo(Path.Combine(Root, path)) is { Exists: true } file && file.Length <= most;

    /// <summary>The text of a file, without a byte order mark; null where it cannot be read, or is no text.</summary>
    public string? Text(string path) =>
        Content(path) is { } content && content.AsSpan().IndexOf((byte)0) < 0
            ? Encoding.UTF8.GetString(content).TrimStart('\uFEFF')
            : null;

    /// <summary>The last part of a path.</summary>
    public static string FileName(string path) => path[(path.LastIndexOf('/') + 1)..];

    // One call, as looking for files that Git does not know is what takes its time.
    private static async Task<IEnumerable<(char Tag, string Path)>> List(AbsolutePath root, string above)
    {
        var listed = await GitCommand.Try(
            root,
            ["ls-files", "-z", "-t", "--cached", "--others", "--deleted", "--exclude-standard"]
        );
        if (listed.ExitCode != 0)
            throw new AdoptionException(
                $"{root} is no work tree of Git ({listed.StandardError.Trim().Split('\n')[0]}): run \"git init\" there, or name the folder of the repository"
            );
        if (
            listed
                .StandardError.Split('\n')
                .FirstOrDefault(line => line.Contains("could not open directory", StringComparison.Ordinal)) is
            { } unread
        )
            throw new AdoptionException(
                $"{root} cannot be read as a whole ({unread.Trim()}): give your user the right to read it, or have Git ignore it"
            );
        // Each is "TAG PATH".
        return listed
            .StandardOutput.Split('\0', StringSplitOptions.RemoveEmptyEntries)
            .Select(file => (file[0], $"{above}{file[2..]}"));
    }

    private static bool IsOwn(string path) => !path.Split('/')[..^1].Any(folder => Foreign.Contains(folder));

    private static IEnumerable<string> Above(string folder)
    {
        for (var path = folder; path.Length > 0; path = RepositoryPath.Folder(path))
            yield return path;
    }

    private int From(string path)
    {
        var found = Files.BinarySearch(path, StringComparer.Ordinal);
        return found < 0 ? ~found : found;
    }
}

using Nuke.Common.IO;
using Pipeline.Foundation.Files;

namespace Pipeline.Foundation.Git;

/// <summary>
/// The files of the commit that are not in the work tree, as a sparse checkout leaves them out or their submodule is
/// not checked out: they exist, though not here.
/// </summary>
/// <param name="repository">The root of the work tree.</param>
internal sealed class LeftOutFiles(AbsolutePath repository)
{
    private const string Skipped = "S ";

    private readonly Lazy<ImmutableArray<string>> files = new(() => Read(repository));
    private readonly SubmoduleTree submodules = new(repository);
    private HashSet<string>? paths;

    /// <summary>True where all files of the commit are in the work tree, but for those that were deleted.</summary>
    public bool IsEmpty => files.Value.IsEmpty && submodules.AreCheckedOut;

    /// <summary>True where a file or folder has such files, and nothing of it is here.</summary>
    /// <param name="path">Its absolute path.</param>
    public bool Has(string path) =>
        IsInSubmodule(path)
        || (
            !files.Value.IsEmpty
            && !Path.Exists(path)
            && (paths ??= [.. files.Value.SelectMany(WithFolders)]).Contains(SlashedPath.Between(repository, path))
        );

    /// <summary>True for a submodule that is not checked out, an empty folder, and for what is in it.</summary>
    /// <param name="path">The absolute path.</param>
    public bool IsInSubmodule(string path) =>
        !submodules.AreCheckedOut && submodules.MissingAround(SlashedPath.Between(repository, path)) is not null;

    /// <summary>Those that a sparse checkout leaves out below a folder, by their absolute paths.</summary>
    public IEnumerable<string> Below(AbsolutePath folder) =>
        files
            .Value.Select(file => Path.Combine(repository, file))
            .Where(file => file.StartsWith($"{folder}/", StringComparison.Ordinal));

    private static IEnumerable<string> WithFolders(string file)
    {
        for (var path = file; path.Length > 0; path = path[..Math.Max(path.LastIndexOf('/'), 0)])
            yield return path;
    }

    // Git is only asked where a checkout is sparse, or was: each folder that is not found would cost a process.
    private static ImmutableArray<string> Read(AbsolutePath repository) =>
        File.Exists(GitFolder(repository) / "info" / "sparse-checkout")
            ?
            [
                .. GitCommand
                    .Try(repository, ["ls-files", "-t", "-z"])
                    .GetAwaiter()
                    .GetResult()
                    .StandardOutput.Split('\0')
                    .Where(entry => entry.StartsWith(Skipped, StringComparison.Ordinal))
                    .Select(entry => entry[Skipped.Length..]),
            ]
            : [];

    // A linked work tree has a file that names its folder.
    private static AbsolutePath GitFolder(AbsolutePath repository)
    {
        var entry = repository / ".git";
        return File.Exists(entry) && File.ReadAllText(entry).Split(':', 2) is ["gitdir", var folder]
            ? Path.GetFullPath(folder.Trim(), repository)
            : entry;
    }
}

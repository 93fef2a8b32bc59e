using Nuke.Common.IO;

namespace Pipeline.Foundation.Git;

/// <summary>
/// The submodules of a work tree, also those of submodules; Git has the commit of each, and not its files.
/// </summary>
/// <param name="repository">The root of the work tree.</param>
internal sealed class SubmoduleTree(AbsolutePath repository)
{
    private const string List = ".gitmodules";

    private readonly Lazy<ImmutableArray<Submodule>> all = new(() => [.. Read(repository, "")]);

    /// <summary>True for a work tree with a list of submodules.</summary>
    public static bool HasAny(AbsolutePath repository) => File.Exists(repository / List);

    /// <summary>All of them, each before those in it.</summary>
    public ImmutableArray<Submodule> All => all.Value;

    /// <summary>True where all are in the work tree, or there is none.</summary>
    public bool AreCheckedOut => all.Value.IsEmpty || !Missing.Any();

    /// <summary>The submodule that a path is or lies in; null for none.</summary>
    /// <param name="path">Relative to the root, with forward slashes.</param>
    public Submodule? Around(string path) => all.Value.FirstOrDefault(module => IsIn(module.Path, path));

    /// <summary>The submodule that a path is or lies in and that is not checked out; null for none.</summary>
    /// <param name="path">Relative to the root, with forward slashes.</param>
    public Submodule? MissingAround(string path) => Missing.FirstOrDefault(module => IsIn(module.Path, path));

    /// <summary>The submodules below a folder that are not checked out.</summary>
    /// <param name="path">Relative to the root, with forward slashes.</param>
    public IEnumerable<Submodule> MissingBelow(string path) => Missing.Where(module => IsIn(path, module.Path));

    private IEnumerable<Submodule> Missing => all.Value.Where(module => !module.IsCheckedOut);

    private static bool IsIn(string folder, string path) =>
        folder == "." || path == folder || path.StartsWith($"{folder}/", StringComparison.Ordinal);

    // Git is only asked where there is a list of them.
    private static IEnumerable<Submodule> Read(AbsolutePath repository, string parent)
    {
        if (!HasAny(repository))
            yield break;
        var listed = GitCommand
            .Try(repository, ["config", "--file", List, "-z", "--get-regexp", @"^submodule\..*\.path$"])
            .GetAwaiter()
            .GetResult();
        // Entries are "key LF value", terminated by NUL.
        foreach (var entry in listed.StandardOutput.Split('\0', StringSplitOptions.RemoveEmptyEntries))
        {
            var name = entry[(entry.IndexOf('\n') + 1)..].TrimEnd('/');
            // Git makes no submodule there, and a list may say anything.
            if (Path.IsPathRooted(name) || name.Split('/', '\\').Contains(".."))
                continue;
            var module = new Submodule(parent, name, Path.Exists(repository / name / ".git"));
            yield return module;
            if (module.IsCheckedOut)
                foreach (var inner in Read(repository / name, module.Path))
                    yield return inner;
        }
    }
}

/// <summary>A submodule.</summary>
/// <param name="Parent">The path of the submodule that it is one of; empty for the work tree itself.</param>
/// <param name="Name">Its path there.</param>
/// <param name="IsCheckedOut">True where its files are in the work tree.</param>
internal sealed record Submodule(string Parent, string Name, bool IsCheckedOut)
{
    /// <summary>Its path from the root of the work tree.</summary>
    public string Path => Parent.Length == 0 ? Name : $"{Parent}/{Name}";

    /// <summary>That it is missing, and what to do, as the end of a sentence.</summary>
    public string Remedy =>
        $"{Path}, a submodule that is not checked out: fetch it with \"git {(Parent.Length == 0 ? "" : $"-C {Parent} ")}submodule update --init {Name}\"";
}

using Nuke.Common.IO;

namespace Pipeline.Foundation.Git;

/// <summary>Reads the folders of a commit through one process, started on first use.</summary>
internal sealed class TreeReader(AbsolutePath root, string commit) : IDisposable
{
    private readonly Dictionary<string, GitTree?> known = [];
    private readonly ObjectReader objects = new(root);

    /// <summary>The bytes of an object's name.</summary>
    public int IdLength => commit.Length / 2;

    /// <summary>The entry at a path relative to the root; null where there is none.</summary>
    public GitEntry? Find(string path)
    {
        var slash = path.LastIndexOf('/');
        return Folder(path[..Math.Max(slash, 0)])?[path[(slash + 1)..]];
    }

    /// <summary>The folder at a path; empty for the root. Null where there is none.</summary>
    public GitTree? Folder(string path)
    {
        if (known.TryGetValue(path, out var tree))
            return tree;

        tree =
            path.Length == 0 ? Read($"{commit}^{{tree}}")
            : Find(path) is { IsFolder: true } entry ? Read(entry.Id)
            : null;
        known[path] = tree;
        return tree;
    }

    /// <inheritdoc />
    public void Dispose() => objects.Dispose();

    private GitTree Read(string name) => GitTree.Of(objects.Read([name])[0], name);
}

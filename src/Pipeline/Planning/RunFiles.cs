using Nuke.Common.IO;

namespace Pipeline.Planning;

/// <summary>The folders that Git and runs of Pipeline write: they are never sources, wherever they lie.</summary>
internal static class RunFolders
{
    /// <summary>Their paths.</summary>
    /// <param name="root">The catalog's folder.</param>
    /// <param name="artifacts">The folder for everything that runs write.</param>
    /// <param name="workTree">The root of the Git work tree.</param>
    public static ImmutableArray<AbsolutePath> Of(AbsolutePath root, AbsolutePath artifacts, AbsolutePath workTree) =>
        [artifacts, root / ".nuke" / "temp", workTree / ".git"];
}

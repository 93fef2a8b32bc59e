using Nuke.Common.IO;

namespace Pipeline.Planning;

/// <summary>What Git, NUKE and runs of Pipeline write by themselves: it is never sources, wherever it lies.</summary>
internal static class RunFiles
{
    // For editors: the parameters of the build.
    private const string Schema = ".nuke/build.schema.json";

    /// <summary>Their paths.</summary>
    /// <param name="root">The catalog's folder.</param>
    /// <param name="artifacts">The folder for everything that runs write.</param>
    /// <param name="workTree">The root of the Git work tree.</param>
    public static ImmutableArray<AbsolutePath> Of(AbsolutePath root, AbsolutePath artifacts, AbsolutePath workTree) =>
        [artifacts, root / ".nuke" / "temp", root / Schema, workTree / ".git"];

    /// <summary>
    /// True for a file, relative to the work tree, that NUKE writes with each run where Git does not track it: it is no
    /// change of the sources.
    /// </summary>
    public static bool IsUntracked(string file) =>
        file == Schema || file.EndsWith($"/{Schema}", StringComparison.Ordinal);
}

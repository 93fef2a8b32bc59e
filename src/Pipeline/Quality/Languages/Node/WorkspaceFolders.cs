using Nuke.Common.IO;

namespace Pipeline.Quality.Languages.Node;

/// <summary>
/// The folders that a package manager installs the dependencies of a workspace into: those of its root and of each of
/// its packages, which all of them share.
/// </summary>
internal static class WorkspaceFolders
{
    private const string Modules = "node_modules";

    // Yarn's own, of which some stand beside the lock.
    private static readonly string[] OfYarn = [".yarn", ".pnp.cjs", ".pnp.loader.mjs"];

    /// <summary>Makes them, as the programs of a service may not write beside them.</summary>
    public static ImmutableArray<AbsolutePath> Prepare(NodeLock locked)
    {
        var modules = Packages(locked, locked.Folder).Select(package => package / Modules).ToImmutableArray();
        foreach (var folder in modules)
            Directory.CreateDirectory(folder);
        return [.. modules, .. OfYarn.Select(name => locked.Folder / name).Where(path => Path.Exists(path))];
    }

    private static IEnumerable<AbsolutePath> Packages(NodeLock locked, AbsolutePath folder) =>
        Directory
            .EnumerateDirectories(folder)
            .Where(inner =>
                Path.GetFileName(inner) is var name && name[0] != '.' && name is not (Modules or "artifacts")
            )
            .SelectMany(inner => Packages(locked, inner))
            .Concat(
                folder == locked.Folder || File.Exists(folder / "package.json") && locked.Has(folder) ? [folder] : []
            );
}

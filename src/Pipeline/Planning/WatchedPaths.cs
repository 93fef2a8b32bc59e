using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Foundation.Files;

namespace Pipeline.Planning;

/// <summary>The folders and files that a catalog names, and the first changed file in each of them.</summary>
/// <remarks>
/// A changed file costs one look-up for each folder above it, however many paths are watched: the cost is the sum of
/// files and catalog, not their product.
/// </remarks>
internal sealed class WatchedPaths
{
    private readonly AbsolutePath root;
    private readonly AbsolutePath catalogRoot;
    private readonly Dictionary<string, string?> firstChanges;

    /// <summary>Watches the paths of a catalog's services and base images.</summary>
    /// <param name="platform">The catalog.</param>
    /// <param name="catalog">The catalog's file.</param>
    /// <param name="changes">What has changed.</param>
    /// <param name="comparer">
    /// Compares paths, which are relative to the work tree's root; empty for the root itself.
    /// </param>
    public WatchedPaths(
        Platform platform,
        AbsolutePath catalog,
        SourceChanges changes,
        IEqualityComparer<string> comparer
    )
    {
        root = changes.Root;
        catalogRoot = platform.Root;
        firstChanges = new(comparer);
        foreach (var path in Named(platform).Append(catalog))
            firstChanges[Key(path)] = null;
        foreach (var file in changes.Files)
            Note(file);
        NoteSubmodules(changes.Files.ToHashSet(comparer));
    }

    /// <summary>A path of the catalog.</summary>
    public AbsolutePath Absolute(string path) => Path.GetFullPath(path, catalogRoot);

    /// <summary>
    /// The first changed file at or below a path, or the changed submodule around it, relative to the catalog's folder;
    /// null where there is none.
    /// </summary>
    public string? FirstChangeIn(AbsolutePath path) =>
        firstChanges[Key(path)] is { } file ? SlashedPath.Between(catalogRoot, Path.Combine(root, file)) : null;

    private IEnumerable<AbsolutePath> Named(Platform platform)
    {
        foreach (var service in platform.Services)
        {
            yield return service.Directory;
            if (service.Dockerfile is not null)
                yield return service.Dockerfile;
            foreach (var shared in service.SharedPaths)
                yield return Absolute(shared);
        }

        foreach (var image in platform.Bases)
        {
            if (image.Fallback is not null)
                yield return image.Fallback;
            if (image.Source is not null)
                foreach (var path in BaseImageUse.SourcesOf(image.Source))
                    yield return Absolute(path);
        }
    }

    private void Note(string file)
    {
        for (var path = file; ; path = path[..Math.Max(path.LastIndexOf('/'), 0)])
        {
            if (firstChanges.TryGetValue(path, out var first) && first is null)
                firstChanges[path] = file;
            if (path.Length == 0)
                return;
        }
    }

    // What Git calls a file may be a submodule with the path in it.
    private void NoteSubmodules(HashSet<string> files)
    {
        foreach (var (path, _) in firstChanges.Where(watched => watched.Value is null).ToArray())
            for (var slash = path.LastIndexOf('/'); slash > 0; slash = path.LastIndexOf('/', slash - 1))
                if (files.TryGetValue(path[..slash], out var module))
                    firstChanges[path] = module;
    }

    private string Key(AbsolutePath path) =>
        SlashedPath.Between(root, path) is var relative && relative == "." ? "" : relative;
}

using Nuke.Common.IO;
using Pipeline.Foundation.Files;

namespace Pipeline.Deployments.GitOps.Manifests;

/// <summary>Reads manifests from a work tree.</summary>
internal static class WorkTreeFiles
{
    // Git does not treat a link as a file.
    private static readonly EnumerationOptions All = new()
    {
        RecurseSubdirectories = true,
        AttributesToSkip = FileAttributes.ReparsePoint,
    };

    /// <summary>The folders in the root that Git and runs write, which have no manifests.</summary>
    public static ImmutableArray<string> OfRuns { get; } = [".git", ".nuke", "artifacts"];

    /// <summary>
    /// The manifests below a folder, in the order of their paths; empty where there is no such folder.
    /// </summary>
    /// <param name="root">The root of the repository.</param>
    /// <param name="folder">The folder within it.</param>
    /// <param name="memo">Caches the images of files; null for no cache.</param>
    public static ImmutableArray<ManifestFile> Below(AbsolutePath root, string folder, Memo? memo = null) =>
        Directory.Exists(root / folder)
            ?
            [
                .. Directory
                    .EnumerateFiles(root / folder, "*", All)
                    .Where(ManifestFile.IsManifest)
                    .Select(file => SlashedPath.Between(root, file))
                    .Where(file => !OfRuns.Any(other => RepositoryPath.Contains(other, file)))
                    .Order(StringComparer.Ordinal)
                    .Select(path => new ManifestFile(path, File.ReadAllBytes(Path.Combine(root, path)), memo)),
            ]
            : [];
}

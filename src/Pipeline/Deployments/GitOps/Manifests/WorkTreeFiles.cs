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
    /// The manifests below a folder and what kustomizations beside it make of them, in the order of their paths; empty
    /// where there is no such folder.
    /// </summary>
    /// <param name="root">The root of the repository.</param>
    /// <param name="folder">The folder within it.</param>
    /// <param name="memo">Caches the images of files; null for no cache.</param>
    public static ImmutableArray<ManifestFile> Below(AbsolutePath root, string folder, Memo? memo = null)
    {
        if (!Directory.Exists(root / folder))
            return [];

        var files = Directory
            .EnumerateFiles(root / folder.Split('/')[0], "*", All)
            .Where(ManifestFile.IsManifest)
            .Select(file => SlashedPath.Between(root, file))
            .Where(file => !OfRuns.Any(other => RepositoryPath.Contains(other, file)))
            .Order(StringComparer.Ordinal)
            .Select(path => new PendingFile(
                path,
                new(() => new(path, File.ReadAllBytes(Path.Combine(root, path)), memo))
            ))
            .ToArray();
        var counts = KustomizeReach.Of(
            files.Where(file => KustomizeImages.IsKustomization(file.Path)).Select(file => file.Content.Value),
            path => RepositoryPath.Contains(folder, path)
        );
        return [.. files.Where(file => counts(file.Path)).Select(file => file.Content.Value)];
    }

    private sealed record PendingFile(string Path, Lazy<ManifestFile> Content);
}

using Pipeline.Adoption.Services;
using Pipeline.Adoption.Trees;
using Pipeline.Deployments.GitOps.Manifests;
using Pipeline.Foundation.Git;

namespace Pipeline.Adoption.Deployments;

/// <summary>Reads the manifests of a repository.</summary>
internal static class ManifestListing
{
    /// <summary>
    /// All files that may be manifests, by path; without those in submodules, whose commits are another repository's.
    /// </summary>
    public static ImmutableArray<ManifestFile> In(RepositoryTree tree) =>
        In(tree, tree.Files.Where(path => !tree.Submodules.Any(module => RepositoryPath.Contains(module.Path, path))));

    /// <summary>Those in a submodule.</summary>
    public static ImmutableArray<ManifestFile> In(RepositoryTree tree, Submodule submodule) =>
        In(tree, tree.Below(submodule.Path));

    private static ImmutableArray<ManifestFile> In(RepositoryTree tree, IEnumerable<string> paths) =>
        [
            .. from path in paths.AsParallel().AsOrdered()
            where ManifestFile.IsManifest(path) && !IsOther(path)
            let content = tree.Content(path)
            where content is not null
            select new ManifestFile(path, content),
        ];

    /// <summary>
    /// The images that they state. Any file may have a map with an image; values of Helm are named so, or lie beside a
    /// chart.
    /// </summary>
    public static ImmutableArray<ManifestImage> ImagesIn(ImmutableArray<ManifestFile> files)
    {
        var charts = files
            .Where(file => RepositoryTree.FileName(file.Path) == "Chart.yaml")
            .Select(file => RepositoryPath.Folder(file.Path))
            .ToHashSet();
        return
        [
            .. files
                .AsParallel()
                .AsOrdered()
                .SelectMany(file => file.Images)
                .Where(image =>
                    image.Kind != HelmImages.Kind
                    || RepositoryTree.FileName(image.File.Path).Contains("values", StringComparison.OrdinalIgnoreCase)
                    || charts.Contains(RepositoryPath.Folder(image.File.Path))
                ),
        ];
    }

    private static bool IsOther(string path) =>
        path[0] == '.' || ComposeFiles.Is(path) || path is "pipeline.yaml" or "tools.lock.yaml";
}

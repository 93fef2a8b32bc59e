using Nuke.Common.IO;
using Pipeline.Deployments.GitOps.Manifests;
using Pipeline.Foundation.Git;

namespace Pipeline.Deployments.GitOps.Remotes;

/// <summary>
/// The files of a work tree that its manifests are rendered from: these, and everything in the folders of charts and
/// kustomizations. The other sources are no manifests, and there may be many.
/// </summary>
internal static class ManifestSources
{
    private const string Chart = "Chart.yaml";

    /// <summary>Their paths, relative to the root; without what Git ignores and what runs write.</summary>
    public static async Task<ImmutableArray<string>> In(AbsolutePath root, CancellationToken cancellation)
    {
        var listing = await GitCommand.Run(
            root,
            ["ls-files", "--cached", "--others", "--exclude-standard", "-z"],
            cancellation
        );
        var files = listing
            .Split('\0', StringSplitOptions.RemoveEmptyEntries)
            .Where(file => !WorkTreeFiles.OfRuns.Any(folder => RepositoryPath.Contains(folder, file)))
            .Where(file => IsFile(root / file))
            .ToArray();
        // Kustomize reads no file outside of a kustomization's folder but other kustomizations.
        var folders = files.Where(IsRoot).Select(RepositoryPath.Folder).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. files.Where(file =>
                ManifestFile.IsManifest(file) || RepositoryPath.FoldersAbove(file).Any(folders.Contains)
            ),
        ];
    }

    private static bool IsRoot(string file) =>
        file[(file.LastIndexOf('/') + 1)..] == Chart || KustomizeImages.IsKustomization(file);

    // A deleted file is none, and neither is a submodule; a link is, wherever it leads.
    private static bool IsFile(string path) => new FileInfo(path) is { Exists: true } or { LinkTarget: not null };
}

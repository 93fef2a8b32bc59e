using Pipeline.Catalog;
using Pipeline.Deployments.GitOps.Linting;
using Pipeline.Deployments.GitOps.Manifests;
using Pipeline.Quality.Findings;

namespace Pipeline.Adoption.Review;

/// <summary>The rules of <c>LintManifests</c>, for all manifests of a repository.</summary>
internal static class ManifestReview
{
    private const string Instead =
        "LintManifests looks for this before a delivery, and is a gate where the catalog names it";

    /// <summary>The findings in some files; those without an object of Kubernetes are no manifests.</summary>
    /// <param name="files">The files.</param>
    /// <param name="services">The services, whose own images Bump sets.</param>
    public static IEnumerable<Finding> Check(IReadOnlyCollection<ManifestFile> files, ImmutableArray<Service> services)
    {
        ParsedFile[] parsed = [.. files.AsParallel().AsOrdered().Select(ParsedFile.Of)];
        var folders = parsed.Where(IsManifest).Select(file => RepositoryPath.Folder(file.Path)).ToHashSet();
        var tree = new ParsedTree([
            .. parsed.Where(file =>
                IsManifest(file) || (file.Problem is not null && folders.Contains(RepositoryPath.Folder(file.Path)))
            ),
        ]);
        return ManifestLint
            .Check(tree, "", services)
            .Select(finding => finding with { Remark = Instead })
            .Concat(WriterReview.Check(files));
    }

    private static bool IsManifest(ParsedFile file) =>
        KustomizeImages.IsKustomization(file.Path)
        || file.Documents.Any(document => ManifestObject.Of(file.Path, document, isPatch: false).Any());
}

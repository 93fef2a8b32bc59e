using Pipeline.Adoption.Trees;
using Pipeline.Adoption.Workflows;
using Pipeline.Catalog;
using Pipeline.Deployments.GitOps.Linting;
using Pipeline.Deployments.GitOps.Manifests;
using Pipeline.Quality.Findings;

namespace Pipeline.Adoption.Review;

/// <summary>
/// The target <c>Review</c>: what in a repository's workflows, Dockerfiles and manifests lets a bad delivery pass.
/// </summary>
internal static class RepositoryReview
{
    /// <summary>The findings, the worst first.</summary>
    /// <param name="tree">The repository.</param>
    /// <param name="services">Its services, as far as they are known.</param>
    public static FindingSet Of(RepositoryTree tree, ImmutableArray<Service> services) =>
        new(
            [WorkflowReview.Tool, DockerfileReview.Tool, ManifestObject.Tool, SecretReview.Tool],
            [
                .. OfPipeline(tree, services)
                    .Concat(SecretReview.Check(tree))
                    .Distinct()
                    .OrderByDescending(finding => finding.Severity)
                    .ThenBy(finding => finding.File, StringComparer.Ordinal)
                    .ThenBy(finding => finding.Line)
                    .ThenBy(finding => finding.RuleId, StringComparer.Ordinal),
            ],
            "sarif/review.sarif"
        );

    /// <summary>The findings in what builds and deploys, without a look into every file of the repository.</summary>
    public static IEnumerable<Finding> OfPipeline(RepositoryTree tree, ImmutableArray<Service> services) =>
        WorkflowReview
            .Check(tree, ExistingWorkflow.In(tree))
            .Concat(Dockerfiles(tree))
            .Concat(ManifestReview.Check([.. Manifests(tree)], services));

    /// <summary>What it looks at, for a person: to have found nothing means little where there was nothing.</summary>
    public static string Scope(RepositoryTree tree) =>
        $"{ExistingWorkflow.In(tree).Length} workflows, {tree.Files.Count(DockerfileNames.Is)} Dockerfiles and {Manifests(tree).Count()} YAML files";

    private static IEnumerable<Finding> Dockerfiles(RepositoryTree tree) =>
        from path in tree.Files
        where DockerfileNames.Is(path)
        let text = tree.Text(path)
        where text is not null
        from finding in DockerfileReview.Check(path, text)
        select finding;

    private static IEnumerable<ManifestFile> Manifests(RepositoryTree tree) =>
        from path in tree.Files
        where ManifestFile.IsManifest(path) && !path.StartsWith(".github/", StringComparison.Ordinal)
        let content = tree.Content(path)
        where content is not null
        select new ManifestFile(path, content);
}

using Pipeline.Adoption.Trees;
using Pipeline.Catalog;
using Pipeline.Deployments.GitOps.Manifests;

namespace Pipeline.Adoption.Services;

/// <summary>
/// Finds the .NET projects without a Dockerfile that the SDK publishes as images: those whose image a manifest runs.
/// Any other program may be a tool.
/// </summary>
/// <param name="tree">The repository.</param>
/// <param name="deployed">The names of workloads and images in manifests, as a catalog would write them.</param>
/// <param name="languages">The languages that Pipeline knows.</param>
internal sealed class PublishedProjects(
    RepositoryTree tree,
    IReadOnlySet<string> deployed,
    ImmutableArray<Language> languages
)
{
    /// <summary>The services beside those that Dockerfiles tell.</summary>
    /// <param name="built">The services with a Dockerfile.</param>
    public IEnumerable<ServiceCandidate> Beside(IReadOnlyCollection<ServiceCandidate> built) =>
        tree
            .Files.Where(PublishableProjects.IsNamedSo)
            .GroupBy(RepositoryPath.Folder)
            .Where(folder =>
                !built.Any(service =>
                    RepositoryPath.Contains(service.Path, folder.Key)
                    || RepositoryPath.Contains(folder.Key, service.Path)
                )
            )
            .Select(folder => folder.Where(file => PublishableProjects.Is(tree.Root / file)).ToArray())
            .Where(projects => projects.Length == 1)
            .Select(projects => Candidate(projects[0]))
            .OfType<ServiceCandidate>();

    private ServiceCandidate? Candidate(string project)
    {
        var path = RepositoryPath.Folder(project);
        return
            new[]
            {
                CandidateName.OfFolder(path),
                CandidateName.Of(System.IO.Path.GetFileNameWithoutExtension(project)),
            }.FirstOrDefault(deployed.Contains)
                is { } name
            ? new(name, path)
            {
                Dockerfile = null,
                Project = project,
                Context = path,
                Source = new("a manifest runs its image", project),
                Language = Discovery.LanguageOf([.. tree.FilesIn(path)], languages),
                Test = TestFiles.Below(tree, path).Concat(TestFiles.Beside(tree, path)).FirstOrDefault(),
                Trust = ServiceCandidate.ByManifest,
            }
            : null;
    }
}

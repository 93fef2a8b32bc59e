using Pipeline.Adoption.Deployments;
using Pipeline.Adoption.Services;
using Pipeline.Catalog;
using Pipeline.Deployments.GitOps.Manifests;

namespace Pipeline.Adoption.Proposal;

/// <summary>The questions that a repository may leave open about a service or an environment.</summary>
internal static class ServiceQuestions
{
    // Enough to recognise the right one.
    private const int MostListed = 10;

    /// <summary>Which of several folders with the name of a service is meant.</summary>
    public static Question Folder(string key, IReadOnlyCollection<ServiceCandidate> same) =>
        new(
            key,
            $"{same.Count} folders could be the service {same.First().Name}: which one is delivered?",
            [.. same.Select(candidate => new Candidate(candidate.Path, candidate.Source.Place))]
        );

    /// <summary>Which of several folders with manifests of the same services is applied.</summary>
    public static Question Manifests(string key, ImmutableArray<string> folders) =>
        new(
            key,
            $"{folders.Length} folders have manifests of the same services: which one is applied?",
            [.. folders.Select(folder => new Candidate(folder, "it has manifests of several services"))]
        );

    /// <summary>Which container runs a service that no manifest names.</summary>
    public static Question Container(string service, IEnumerable<ManifestImage> unclaimed) =>
        new(
            $"services.{service}.container",
            $"no manifest names {service}: which container runs its image?",
            [
                .. unclaimed
                    .DistinctBy(image => image.Container)
                    .Take(MostListed)
                    .Select(image => new Candidate(image.Container, $"{image}")),
            ]
        );

    /// <summary>Which of the images that Bump found is the service's.</summary>
    public static Question Image(ImageProof proof)
    {
        var (service, environment) = (proof.Service.Name, proof.Environment);
        string[] paths = [.. proof.Candidates.Select(image => image.File.Path).Distinct()];
        return paths is [var only]
            ? new(
                $"services.{service}.container",
                $"several containers of {only} could run {service}: which one does?",
                [
                    .. proof
                        .Candidates.DistinctBy(image => image.Container)
                        .Select(image => new Candidate(image.Container, $"{image}")),
                ]
            )
            : new(
                $"services.{service}.manifests",
                $"several manifests could be those of {service} in {environment.Name}: which ones are applied?",
                [
                    .. proof
                        .Candidates.DistinctBy(image => image.File.Path)
                        .Select(image => new Candidate(PathTo(image.File.Path, paths, environment), $"{image}")),
                ]
            );
    }

    // The folder says more than the file, where it is the file's alone.
    private static string PathTo(string file, string[] all, DeploymentEnvironment environment)
    {
        var folder = RepositoryPath.Folder(file);
        var root = RepositoryPath.Combine(environment.GitOps!.Path, null);
        var path = folder != root && all.Count(other => RepositoryPath.Contains(folder, other)) == 1 ? folder : file;
        return root.Length == 0 ? path : path[(root.Length + 1)..];
    }
}

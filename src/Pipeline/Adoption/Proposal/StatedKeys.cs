using Pipeline.Adoption.Deployments;
using Pipeline.Adoption.Services;
using Pipeline.Adoption.Trees;
using Pipeline.Catalog;
using Pipeline.Deployments.GitOps.Manifests;

namespace Pipeline.Adoption.Proposal;

/// <summary>
/// Finds what a catalog has to state of a service so that Bump sets the image that runs today: under which name it
/// goes on, and where to look where its names do not tell.
/// </summary>
/// <param name="owned">The images of each service.</param>
/// <param name="proofs">What Bump would do without.</param>
internal sealed class StatedKeys(ILookup<string, ManifestImage> owned, ILookup<string, ImageProof> proofs)
{
    /// <summary>The key of a service with its value; null where nothing is to be stated.</summary>
    public (string Key, Evidence Value)? Of(Service service)
    {
        var own = proofs[service.Name].ToArray();
        var found = own.SelectMany(proof => proof.Images.Take(1)).ToArray();
        var isLost = own.Any(proof => proof is { Refusal: not null, Candidates.IsEmpty: true });
        if (found.Length == 0 && isLost)
            found =
            [
                .. owned[service.Name].Where(image => own.Any(proof => Below(proof.Environment, image) is not null)),
            ];
        return found.Length == 0 ? null
            : isLost
            && own.All(proof => IsElsewhere(service, proof.Environment, found))
            && Manifests(own[0].Environment, found) is { } manifests
                ? ("manifests", manifests)
            : Repository(service, found) is { } repository ? ("image", repository)
            : isLost && Container(found) is { } container ? ("container", container)
            : null;
    }

    // A folder of sources with the service's name may look like that of its manifests.
    private static bool IsElsewhere(Service service, DeploymentEnvironment environment, ManifestImage[] found) =>
        service.ManifestsIn(environment.Name) is { } folder
        && found.All(image => Below(environment, image) is { } path && !RepositoryPath.Contains(folder, path));

    private static Evidence? Manifests(DeploymentEnvironment environment, ManifestImage[] found) =>
        Only(found, image => Below(environment, image));

    private static string? Below(DeploymentEnvironment environment, ManifestImage image)
    {
        var root = RepositoryPath.Combine(environment.GitOps!.Path, null);
        return !RepositoryPath.Contains(root, image.File.Path) ? null
            : root.Length == 0 ? image.File.Path
            : image.File.Path[(root.Length + 1)..];
    }

    // A placeholder names no repository of the service's.
    private static Evidence? Repository(Service service, ManifestImage[] found) =>
        Only(
            [
                .. found.Where(image =>
                    !image.IsTemplate
                    && RepositoryName.IsValid(image.Reference.Repository)
                    && CandidateName.Of(RepositoryTree.FileName(image.Reference.Repository)) == service.Name
                ),
            ],
            image => image.Reference.Repository
        )
            is { } only
        && only.Fact != service.Image
            ? only
            : null;

    private static Evidence? Container(ManifestImage[] found) =>
        Only([.. found.Where(image => image.IsContainer)], image => image.Container);

    private static Evidence? Only(ManifestImage[] found, Func<ManifestImage, string?> fact) =>
        found
            .Select(image => new Evidence(fact(image) ?? "", image.File.Path, image.Start.Line))
            .DistinctBy(stated => stated.Fact)
            .ToArray()
            is [{ Fact.Length: > 0 } only]
            ? only
            : null;
}

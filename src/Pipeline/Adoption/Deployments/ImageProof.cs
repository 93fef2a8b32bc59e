using Pipeline.Catalog;
using Pipeline.Deployments.GitOps.Changes;
using Pipeline.Deployments.GitOps.Manifests;
using Pipeline.Deployments.GitOps.Search;

namespace Pipeline.Adoption.Deployments;

/// <summary>What a bump would do to a service's manifests in an environment: it is done to a copy.</summary>
/// <param name="Service">The service.</param>
/// <param name="Environment">The environment.</param>
/// <param name="Images">The images that it would set.</param>
/// <param name="Refusal">Why it would not, as a sentence; null where it would.</param>
internal sealed record ImageProof(
    Service Service,
    DeploymentEnvironment Environment,
    ImmutableArray<ManifestImage> Images,
    string? Refusal
)
{
    // Any will do that is not there yet.
    private const string Tag = "0123abc";
    private static readonly string Digest = $"sha256:{new string('0', 64)}";

    /// <summary>The images that could be meant, where there are several; empty otherwise.</summary>
    public ImmutableArray<ManifestImage> Candidates { get; init; } = [];

    /// <summary>Why a manifest that names the service cannot be read, with its place; null where all can.</summary>
    public string? Unreadable { get; init; }

    /// <summary>Bumps all services of a platform in an environment, in memory.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="environment">The environment.</param>
    /// <param name="gitOps">Its manifests.</param>
    /// <param name="files">All files of their repository.</param>
    public static ImmutableArray<ImageProof> Of(
        Platform platform,
        DeploymentEnvironment environment,
        GitOpsRepository gitOps,
        ImmutableArray<ManifestFile> files
    )
    {
        var folder = RepositoryPath.Combine(gitOps.Path, null);
        var counts = KustomizeReach.Of(
            files.Where(file => KustomizeImages.IsKustomization(file.Path)),
            path => RepositoryPath.Contains(folder, path)
        );
        var images = new ServiceImages(
            [.. files.Where(file => counts(file.Path))],
            folder,
            platform.Services,
            environment.Name
        )
        {
            Environments = platform.Environments.Select(other => other.Name),
        };
        var bumped = platform.Services.Select(service => Bump(images, service, environment)).ToImmutableArray();
        var edits = new ManifestEdits(bumped.Select(each => each.Manifests).OfType<ServiceManifests>());
        edits.Apply();
        return
        [
            .. bumped.Select(each =>
                each.Proof with
                {
                    Refusal =
                        each.Proof.Refusal ?? each.Manifests!.Situation.Refusal ?? edits.RefusalOf(each.Manifests),
                }
            ),
        ];
    }

    private static (ImageProof Proof, ServiceManifests? Manifests) Bump(
        ServiceImages images,
        Service service,
        DeploymentEnvironment environment
    )
    {
        try
        {
            var places = images.Locate(service);
            var wanted = ImageReference.Parse($"{environment.Registry}/{service.Image}:{Tag}@{Digest}");
            return (
                new(service, environment, places.Images, null),
                ServiceManifests.Of(places, service, wanted, pin: null)
            );
        }
        catch (AmbiguousImagesException ambiguous)
        {
            return (new(service, environment, [], ambiguous.Message) { Candidates = ambiguous.Candidates }, null);
        }
        catch (ManifestException refusal)
        {
            var isOfFile = images.Files.Any(file => file.Problem == refusal.Message);
            return (
                new(service, environment, [], refusal.Message) { Unreadable = isOfFile ? refusal.Message : null },
                null
            );
        }
    }
}

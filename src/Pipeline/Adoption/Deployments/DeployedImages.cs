using Pipeline.Adoption.Services;
using Pipeline.Adoption.Trees;
using Pipeline.Catalog;
using Pipeline.Deployments.GitOps.Manifests;

namespace Pipeline.Adoption.Deployments;

/// <summary>
/// Tells which images in manifests belong to which service: by image, by workload, by path, in this order.
/// </summary>
/// <param name="images">The images.</param>
internal sealed class DeployedImages(ImmutableArray<ManifestImage> images)
{
    private static readonly ImmutableArray<string> Public =
    [
        "docker.io",
        "gcr.io",
        "ghcr.io",
        "mcr.microsoft.com",
        "public.ecr.aws",
        "quay.io",
        "registry.k8s.io",
    ];

    /// <summary>The names that could be a service's, as a catalog would write them.</summary>
    public IReadOnlySet<string> Names { get; } =
        images.SelectMany(image => ByImage(image).Concat(ByWorkload(image))).ToHashSet();

    /// <summary>The images of each service.</summary>
    /// <param name="services">The names of all services.</param>
    public ILookup<string, ManifestImage> By(IReadOnlySet<string> services) =>
        images
            .Select(image => (Owner: Owner(image, services), Image: image))
            .Where(each => each.Owner is not null)
            .ToLookup(each => each.Owner!, each => each.Image);

    /// <summary>The containers with a name that a person has given.</summary>
    public IEnumerable<ManifestImage> In(string container) =>
        images.Where(image => image.IsContainer && image.Container == container);

    /// <summary>
    /// The containers that could be a service's whose name they do not bear: no service's so far, and with an image
    /// that nobody publishes for all.
    /// </summary>
    public ImmutableArray<ManifestImage> Unclaimed(IReadOnlySet<string> services) =>
        [
            .. images.Where(image =>
                image is { IsContainer: true, IsInit: false }
                && Owner(image, services) is null
                && (image.IsTemplate || IsPlaceholder(image.Reference) || !IsPublic(image.Reference))
            ),
        ];

    private static bool IsPlaceholder(ImageReference image) =>
        image.Repository is "busybox" or "nginx" or ""
        || image.Name.Contains('<', StringComparison.Ordinal)
        || image.Name.StartsWith("REPLACE", StringComparison.Ordinal);

    private static bool IsPublic(ImageReference image) => image.Registry is null || Public.Contains(image.Registry);

    private static string? Owner(ManifestImage image, IReadOnlySet<string> services) =>
        ByImage(image).FirstOrDefault(services.Contains)
        ?? ByWorkload(image).FirstOrDefault(services.Contains)
        // A sidecar lies in the same path.
        ?? (
            image.Container.Length == 0 || image.Kind == HelmImages.Kind
                ? ByPath(image).FirstOrDefault(services.Contains)
                : null
        );

    private static IEnumerable<string> ByImage(ManifestImage image) =>
        [CandidateName.Of(RepositoryTree.FileName(image.Reference.Repository))];

    private static IEnumerable<string> ByWorkload(ManifestImage image) =>
        image.IsContainer
            ? [CandidateName.Of(image.Workload), CandidateName.Of(image.Container)]
            : [CandidateName.Of(image.Name)];

    private static IEnumerable<string> ByPath(ManifestImage image) =>
        ServiceNames.InPath(image.File.Path).Reverse().Select(CandidateName.Of);
}

using Pipeline.Catalog;
using Pipeline.Deployments.GitOps.Manifests;
using Pipeline.Deployments.GitOps.Rendering;

namespace Pipeline.Deployments.GitOps.Search;

/// <summary>Finds the images of services in the files of a GitOps repository.</summary>
/// <param name="files">The files; those outside of the folder count where a kustomization takes them in.</param>
/// <param name="folder">The folder of an environment's manifests; empty for the repository's root.</param>
/// <param name="services">The services of the catalog.</param>
/// <param name="environment">The environment's name, which may be part of the name of the right file.</param>
internal sealed class ServiceImages(
    IReadOnlyCollection<ManifestFile> files,
    string folder,
    ImmutableArray<Service> services,
    string environment
)
{
    private readonly ServiceNames names = new(services);

    // Sorted, so that the files of a folder are adjacent.
    private readonly ManifestFile[] sorted = [.. files.OrderBy(file => file.Path, StringComparer.Ordinal)];

    private readonly Lazy<RenderedManifests> manifests = new(() =>
        new(AppliedKustomizations.In(files, folder, environment), Charts.In(files, environment))
    );

    /// <summary>The files.</summary>
    public IReadOnlyCollection<ManifestFile> Files => files;

    /// <summary>The names of the catalog's environments; what bears another one's is not of this one.</summary>
    public IEnumerable<string> Environments { get; init; } = [];

    /// <summary>The images to set for a service.</summary>
    /// <inheritdoc cref="Locate"/>
    public ImmutableArray<ManifestImage> Find(Service service) => Locate(service).Images;

    /// <summary>
    /// The places that decide about a service's images: those that already are the service's, and those with its name.
    /// There are several where several workloads of one folder, or several containers of a pod, run the service's
    /// image.
    /// </summary>
    /// <exception cref="ManifestException">There is none, it is ambiguous, or it cannot be changed alone.</exception>
    public ServicePlaces Locate(Service service)
    {
        var scope = RepositoryPath.Combine(folder, service.ManifestsIn(environment));
        var searched = FilesIn(scope);
        var own = ServiceNames.Of(service);
        if (
            searched.FirstOrDefault(file =>
                file.Problem is not null && file.Mentions(own.Append(service.Container ?? service.Name))
            ) is
            { } broken
        )
            throw new ManifestException(broken.Problem!);

        var stated = searched.SelectMany(file => file.Images).ToArray();
        var rendered = manifests.Value.Kustomizations.Of(searched).SelectMany(Containers).ToArray();
        ManifestImage[] all =
        [
            .. stated.Concat(rendered.SelectMany(container => container.Places)).DistinctBy(image => image.Spot),
        ];
        var search = new ImageSearch(service, scope, names, searched, all);
        var found = service.ImageField is { } field
            ? search.At(field).Select(FoundImage.Of)
            : WithSameImage(service, Decisive(service, Discover(service, all), rendered), stated, rendered);
        var chosen = search.OfEnvironment(
            [.. found],
            environment,
            [.. Environments.Where(other => other != environment)]
        );
        if (chosen.Length == 0)
            throw search.NothingFound();

        var elsewhere = UnsupportedSearch.Beside(searched, all, service, names).ToArray();
        return elsewhere.FirstOrDefault(place => place.IsPatch) is { } patch
            ? throw search.Overridden(patch)
            : new(search.Check([.. chosen.Select(InChart)], manifests.Value.Kustomizations), manifests.Value)
            {
                IsOneContainer = service.Container is not null,
                Elsewhere = elsewhere.FirstOrDefault(place =>
                    chosen.Any(image =>
                        RepositoryPath.Contains(RepositoryPath.Folder(image.Place.File.Path), place.File)
                    )
                ),
            };
    }

    private FoundImage InChart(FoundImage found) =>
        found.Place is { Kind: HelmImages.Kind, Obstacle: null } image
        && manifests.Value.Charts.Of(image) is { } chart
        && manifests.Value.Charts.RegistryBefore(chart, image) is { } registry
            ? FoundImage.Of(image.Behind(registry))
            : found;

    // '0' is the character after '/', and no path contains NUL.
    private ManifestFile[] FilesIn(string scope) =>
        scope.Length == 0
            ? sorted
            : [.. sorted[From(scope)..From($"{scope}\0")], .. sorted[From($"{scope}/")..From($"{scope}0")]];

    private int From(string path)
    {
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (string.CompareOrdinal(sorted[middle].Path, path) < 0)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    private static IEnumerable<Rendered> Containers(KustomizeRendering rendering) =>
        rendering.Containers.Select(container => new Rendered(rendering, container, DecidingPlaces.Of(container)));

    private ManifestImage[] Discover(Service service, ManifestImage[] all)
    {
        var eligible = all.Where(image =>
                !image.IsContainer
                || (service.Container is { } container ? image.Container == container : !image.IsInit)
            )
            .ToArray();
        var found = eligible.Where(image => IsOwn(service, image)).ToArray();
        return found.Length == 0 && (service.Manifests ?? service.Container) is not null
            ? [.. eligible.Where(image => image.IsContainer && IsNamed(service, image) && !IsAnothers(service, image))]
            : found;
    }

    // What kustomize renders counts, and not what it replaces.
    private FoundImage[] Decisive(Service service, ManifestImage[] found, Rendered[] rendered)
    {
        var own = found.Select(image => image.Spot).ToHashSet();
        var governed = rendered.SelectMany(container => container.Places).Select(image => image.Spot).ToHashSet();
        return
        [
            .. rendered
                .Where(container =>
                    (service.Container ?? container.Key.Container) == container.Key.Container
                    && (service.Container is not null || !container.Key.IsInit)
                    && (
                        container.Places.Any(place => own.Contains(place.Spot))
                        || names.Runs(service, ImageReference.Parse(container.Container.Image))
                            && !names.NamesAnother(service, container.Container.Workload)
                    )
                )
                .Select(container => container.Found),
            .. found.Where(image => !governed.Contains(image.Spot)).Select(FoundImage.Of),
        ];
    }

    // Init containers and sidecars with the service's image are of the same release.
    private IEnumerable<FoundImage> WithSameImage(
        Service service,
        FoundImage[] found,
        ManifestImage[] stated,
        Rendered[] rendered
    ) =>
        service.Container is not null
            ? found
            : found
                .Concat(
                    rendered
                        .Select(container => container.Found)
                        .Concat(stated.Where(image => image.IsContainer).Select(FoundImage.Of))
                        .Where(other =>
                            names.Runs(service, other.Image)
                                ? found.Any(other.IsInPodOf)
                                : names.Names(service, other.Image) && found.Any(other.IsBeside)
                        )
                )
                .DistinctBy(image => new
                {
                    image.Kustomization,
                    image.Place.Spot,
                    image.Container,
                });

    private bool IsOwn(Service service, ManifestImage image) =>
        (names.Runs(service, image.Reference) && !IsAnothers(service, image))
        || image.Kind switch
        {
            KustomizeImages.Kind => ServiceNames.Of(service).Contains(image.Name),
            // The top-level image of values is the chart's, and the file or its folder is named after the chart.
            HelmImages.Kind => ServiceNames.Of(service).Contains(image.Name)
                || (
                    image.Name.Length == 0
                    && ServiceNames.InPath(image.File.Path).Intersect(ServiceNames.Of(service)).Any()
                ),
            _ => ServiceNames.Of(service).Contains(image.Name) && IsNamed(service, image),
        };

    private static bool IsNamed(Service service, ManifestImage image) =>
        service.Container is not null || ServiceNames.Of(service).Contains(image.Container);

    private bool IsAnothers(Service service, ManifestImage image) => names.NamesAnother(service, image.Name);

    private sealed record Rendered(
        KustomizeRendering Rendering,
        RenderedContainer Container,
        ImmutableArray<ManifestImage> Places
    )
    {
        public ContainerKey Key => Container.Key;

        public FoundImage Found => FoundImage.Of(Rendering, Container, Places[0]);
    }
}

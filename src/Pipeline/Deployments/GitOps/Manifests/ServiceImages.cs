using Pipeline.Catalog;

namespace Pipeline.Deployments.GitOps.Manifests;

/// <summary>Finds the images of services in the files of a GitOps repository.</summary>
/// <param name="files">The files.</param>
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
    private readonly Lazy<KustomizeTree> tree = new(() =>
        new(files.Where(file => KustomizeImages.IsKustomization(file.Path)).Select(ParsedFile.Of))
    );

    /// <summary>
    /// The images to set for a service: those that already are the service's, and those with its name. Several are
    /// returned where several workloads of one folder all run the service's image.
    /// </summary>
    /// <exception cref="ManifestException">There is none, it is ambiguous, or it cannot be changed alone.</exception>
    public ImmutableArray<ManifestImage> Find(Service service)
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

        var all = searched.SelectMany(file => file.Images).ToArray();
        var search = new ImageSearch(service, scope, names, searched, all);
        var found = service.ImageField is { } field ? search.At(field) : Discover(service, searched, all);
        return found.Length > 0 ? Check(search, OfEnvironment(search, found)) : throw search.NothingFound();
    }

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

    private ManifestImage[] Discover(Service service, ManifestFile[] searched, ManifestImage[] all)
    {
        var eligible = all.Where(image =>
                !image.IsContainer
                || (service.Container is { } container ? image.Container == container : !image.IsInit)
            )
            .ToArray();
        var found = eligible.Where(image => IsOwn(service, image)).ToArray();
        if (found.Length == 0 && (service.Manifests ?? service.Container) is not null)
            found =
            [
                .. eligible.Where(image => image.IsContainer && IsNamed(service, image) && !IsAnothers(service, image)),
            ];
        return searched.Any(file => KustomizeImages.IsKustomization(file.Path)) ? Applied(all, found) : found;
    }

    // The last replacement wins: "images" apply after patches, and patches after resources.
    private ManifestImage[] Applied(ManifestImage[] all, ManifestImage[] found)
    {
        var entries = all.Where(image => image.Kind == KustomizeImages.Kind).ToLookup(entry => entry.Workload);
        return
        [
            .. found
                .Where(image =>
                    !image.IsContainer
                    || !found.Any(other =>
                        other.IsContainer
                        && (other.Kind, other.Workload, other.Container)
                            == (image.Kind, image.Workload, image.Container)
                        && tree.Value.Patches(other.File.Path, image.File.Path)
                    )
                )
                .SelectMany(image =>
                    image.IsContainer
                    && entries[image.Reference.Name]
                        .Where(entry => tree.Value.TakesIn(entry.File.Path, image.File.Path))
                        .ToArray()
                        is { Length: > 0 } replacing
                        ? replacing
                        : [image]
                )
                .Distinct(),
        ];
    }

    // A folder or file with the environment's name decides among several.
    private ManifestImage[] OfEnvironment(ImageSearch search, ManifestImage[] found) =>
        found.Length > 1
        && !search.AreOneRelease(found)
        && found.Where(image => ServiceNames.InPath(image.File.Path).Contains(environment)).ToArray()
            is { Length: > 0 } named
            ? named
            : found;

    private static ImmutableArray<ManifestImage> Check(ImageSearch search, ManifestImage[] found)
    {
        // A template beside an applied manifest is the source of something else.
        var real = found.Where(image => !image.IsTemplate).ToArray();
        if (real.Length == 0)
            throw search.Template(found[0]);
        if (real.Length > 1 && !search.AreOneRelease(real))
            throw search.Ambiguous(real);

        foreach (var image in real)
            search.RequireEditable(image);
        return [.. real];
    }

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
}

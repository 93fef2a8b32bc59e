using Pipeline.Catalog;

namespace Pipeline.Deployments.GitOps.Manifests;

/// <summary>Finds the images of services in the files of a GitOps repository.</summary>
/// <param name="files">The files.</param>
/// <param name="folder">The folder that an environment's manifests lie in; empty for the repository's root.</param>
/// <param name="services">The services of the catalog.</param>
/// <param name="environment">The environment's name, by which the right one of several files may be called.</param>
internal sealed class ServiceImages(
    IReadOnlyCollection<ManifestFile> files,
    string folder,
    ImmutableArray<Service> services,
    string environment
)
{
    private readonly ServiceNames names = new(services);

    // In this order the files of a folder lie side by side, so that none is looked at for each service.
    private readonly ManifestFile[] sorted = [.. files.OrderBy(file => file.Path, StringComparer.Ordinal)];
    private readonly Lazy<KustomizeTree> tree = new(() =>
        new(files.Where(file => KustomizeImages.IsKustomization(file.Path)).Select(ParsedFile.Of))
    );

    /// <summary>
    /// The images to set for a service: those that already are the service's, and those that bear its name. Several are found
    /// where several workloads of one folder all run the service's image.
    /// </summary>
    /// <exception cref="ManifestException">There is none, or it is not clear which, or it cannot be changed alone.</exception>
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

    // '0' is the character after '/', and NUL is in no path.
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

    // What kustomize replaces is not what runs: an entry of "images" comes after patches, and patches after resources.
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

    // A folder or file that bears the environment's name says which of several is meant.
    private ManifestImage[] OfEnvironment(ImageSearch search, ManifestImage[] found) =>
        found.Length > 1
        && !search.AreOneRelease(found)
        && found.Where(image => ServiceNames.InPath(image.File.Path).Contains(environment)).ToArray()
            is { Length: > 0 } named
            ? named
            : found;

    private static ImmutableArray<ManifestImage> Check(ImageSearch search, ManifestImage[] found)
    {
        // A template beside the manifest that is applied is the source of something else.
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
            // The image at the head of values is that of the chart, which the file or its folder is named for.
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

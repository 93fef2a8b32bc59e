using Pipeline.Catalog;

namespace Pipeline.GitOps.Manifests;

/// <summary>Finds the images of services in the files of a GitOps repository.</summary>
/// <param name="files">The files.</param>
/// <param name="folder">The folder that an environment's manifests lie in; empty for the repository's root.</param>
/// <param name="services">The services of the catalog.</param>
internal sealed class ServiceImages(
    IReadOnlyCollection<ManifestFile> files,
    string folder,
    ImmutableArray<Service> services
)
{
    private readonly ServiceNames names = new(services);

    /// <summary>
    /// The images to set for a service: those that already are the service's, and those of a container and a workload that
    /// bear its name. Several are found where several workloads of one folder all run the service's image.
    /// </summary>
    /// <exception cref="ManifestException">There is none, or it is not clear which, or it cannot be changed alone.</exception>
    public ImmutableArray<ContainerImage> Find(Service service)
    {
        var scope = RepositoryPath.Combine(folder, service.Manifests);
        var searched = files.Where(file => RepositoryPath.Contains(scope, file.Path)).ToArray();
        var own = ServiceNames.Of(service);
        if (
            searched.FirstOrDefault(file =>
                file.Problem is not null && file.Mentions(own.Append(service.Container ?? service.Name))
            ) is
            { } broken
        )
            throw new ManifestException(broken.Problem!);

        var all = searched.SelectMany(file => file.Images).ToArray();
        var eligible = all.Where(image =>
                service.Container is { } container ? image.Container == container : !image.IsInit
            )
            .ToArray();
        var found = eligible.Where(image => IsOwn(service, image)).ToArray();
        if (found.Length == 0 && (service.Manifests ?? service.Container) is not null)
            found = [.. eligible.Where(image => IsNamed(service, image) && !IsAnothers(service, image))];

        var search = new ImageSearch(service, scope, names, searched, all);
        return found is { Length: > 0 } ? Check(search, found) : throw search.NothingFound();
    }

    private static ImmutableArray<ContainerImage> Check(ImageSearch search, ContainerImage[] found)
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

    private bool IsOwn(Service service, ContainerImage image) =>
        (names.Runs(service, image.Reference) && !IsAnothers(service, image))
        || (ServiceNames.Of(service).Contains(image.Workload) && IsNamed(service, image));

    private static bool IsNamed(Service service, ContainerImage image) =>
        service.Container is not null || ServiceNames.Of(service).Contains(image.Container);

    private bool IsAnothers(Service service, ContainerImage image) => names.NamesAnother(service, image.Workload);
}

using Pipeline.Catalog;
using Pipeline.Deployments.GitOps.Manifests;
using Pipeline.Deployments.GitOps.Search;

namespace Pipeline.Deployments.GitOps.Writers;

/// <summary>The image of a service in an environment, as other writers would name it.</summary>
/// <param name="Service">The service.</param>
/// <param name="Places">The places that decide about its images.</param>
/// <param name="Names">The names of services.</param>
/// <param name="Environment">The environment.</param>
/// <param name="Applications">The applications of Argo CD in Git that apply these places.</param>
/// <param name="Rendered">The folders that Argo CD renders: of kustomizations and charts.</param>
internal sealed record WrittenImage(
    Service Service,
    ServicePlaces Places,
    ServiceNames Names,
    DeploymentEnvironment Environment,
    ImmutableArray<StatedApplication> Applications,
    IReadOnlySet<string> Rendered
)
{
    /// <summary>The files that state it.</summary>
    public IEnumerable<string> Files => Places.Images.Select(image => image.File.Path).Distinct();

    /// <summary>True where Argo CD renders it: Image Updater leaves folders of plain manifests as they are.</summary>
    public bool IsRendered =>
        Places.Found.Any(found => found.Kustomization is not null || !found.Place.IsContainer)
        || (
            Applications.IsEmpty
                ? Files.Any(file => Rendered.Contains(RepositoryPath.Folder(file)))
                : Applications.Any(application => application.Sources.Any(IsRenderedBy))
        );

    /// <summary>
    /// The applications that may be meant: where Git has none, that of the catalog; none on a machine without Argo CD.
    /// </summary>
    public IEnumerable<NamedApplication> Named =>
        Applications.IsEmpty && Environment is { IsLocal: true, ArgoCd: null } ? []
        : Applications.IsEmpty ? [new(CatalogName, Environment.ArgoCd is { IsEnabled: true })]
        : Applications.Select(application => new NamedApplication(
            application.Name,
            application.IsExact && application.Sources.All(source => source.IsExact)
        )
        {
            Stated = application,
        });

    private bool IsRenderedBy(ApplicationSource source) =>
        (source.Map["plugin"] ?? source.Map["kustomize"] ?? source.Map["helm"] ?? source.Map["chart"]) is not null
        || Rendered.Any(source.IsOf);

    private string CatalogName =>
        Environment.ArgoCd?.ApplicationOf(Service.Name, Environment.Name)
        ?? ArgoCdSettings
            .DefaultApplication.Replace("{service}", Service.Name, StringComparison.Ordinal)
            .Replace("{environment}", Environment.Name, StringComparison.Ordinal);

    /// <summary>True for the service's image, in the registry of the environment or of the manifests.</summary>
    public bool Is(string reference)
    {
        var image = ImageReference.Parse(reference);
        return Names.Runs(Service, image)
            && (
                image.Registry is null
                || image.Name == $"{Environment.Registry}/{Service.Image}"
                || Places.Images.Any(place => place.Reference.Name == image.Name)
            );
    }

    /// <summary>True where what an application states is about it.</summary>
    public bool IsStatedBy(ManifestImage stated) =>
        stated.Kind == KustomizeImages.Kind
            ? Names.Names(Service, ImageReference.Parse(stated.Workload))
                || Names.Runs(Service, stated.Reference)
                || Places.Images.Any(place =>
                    place.Kind == KustomizeImages.Kind && place.Workload == stated.Workload
                    || place.Reference.Name == stated.Workload
                )
            : (stated.Reference.Repository.Length > 0 && Names.Runs(Service, stated.Reference))
                || Places.Images.Any(place => place.Kind == HelmImages.Kind && place.Container == stated.Container);

    /// <summary>The folders that Argo CD renders it from.</summary>
    /// <param name="known">Folders that an ApplicationSet may mean.</param>
    public IEnumerable<string> Folders(IEnumerable<string> known) =>
        (
            Applications.IsEmpty
                ? Files
                    .SelectMany(RepositoryPath.FoldersAbove)
                    .Concat(Places.Found.Select(found => found.Kustomization))
                    .Concat(Places.Charts.Select(values => values.Chart))
                : Applications
                    .SelectMany(application => application.Sources)
                    .SelectMany(source => source.Folder is { } folder ? [folder] : known.Where(source.IsOf))
        )
            .OfType<string>()
            .Distinct();
}

/// <summary>An application of a service.</summary>
/// <param name="Name">Its name, or a pattern of it.</param>
/// <param name="IsCertain">False where Git and the catalog leave open what it is called.</param>
internal sealed record NamedApplication(string Name, bool IsCertain)
{
    /// <summary>The application as Git has it; null where it has none.</summary>
    public StatedApplication? Stated { get; init; }
}

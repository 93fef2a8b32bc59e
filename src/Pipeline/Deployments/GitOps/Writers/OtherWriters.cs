using Pipeline.Catalog;
using Pipeline.Deployments.Decisions;
using Pipeline.Deployments.GitOps.Manifests;
using Pipeline.Deployments.GitOps.Search;
using Pipeline.Foundation.Git;

namespace Pipeline.Deployments.GitOps.Writers;

/// <summary>Finds, in the files of a GitOps repository, what else writes the images of services.</summary>
/// <param name="files">The manifests, and what <see cref="WriterFiles"/> has found beside them.</param>
/// <param name="services">The services of the catalog.</param>
/// <param name="environment">The environment.</param>
internal sealed class OtherWriters(
    IEnumerable<ManifestFile> files,
    ImmutableArray<Service> services,
    DeploymentEnvironment environment
)
{
    private readonly ServiceNames names = new(services);

    private readonly Lazy<Signs> signs = new(() => Signs.In([.. files.DistinctBy(file => file.Path)], environment));

    /// <summary>Why a bump is refused because of a writer, as a sentence.</summary>
    public static string Refusal(ImageWriter writer) => $"{writer}, or name the writer in \"gitops.writers\"";

    /// <summary>The decision that the catalog makes for a service; null where Pipeline writes its image.</summary>
    public Decision.Left? LeftTo(Service service) =>
        environment.GitOps?.Writers.GetValueOrDefault(service.Name) is { } writer ? new(service.Name, writer) : null;

    /// <summary>The other writers of a service's image; none where the catalog leaves the image to one.</summary>
    public ImmutableArray<ImageWriter> Of(Service service, ServicePlaces places)
    {
        if (LeftTo(service) is not null)
            return [];

        var found = signs.Value;
        var image = new WrittenImage(
            service,
            places,
            names,
            environment,
            found.Applications.Of(places),
            found.Rendered
        );
        return
        [
            .. SourceOverrides
                .Of(image, found.Overrides)
                .Concat(SourceOverrides.OfApplications(image))
                .Concat(found.Updaters.Of(image))
                .Concat(FluxAutomation.Of(image, found.Automations))
                .Concat(new[] { found.Renovate?.Of(image), found.Dependabot?.Of(image) }.OfType<ImageWriter>())
                .OrderByDescending(writer => writer.Refuses),
        ];
    }

    private sealed record Signs(
        ILookup<string, ManifestFile> Overrides,
        ApplicationIndex Applications,
        HashSet<string> Rendered,
        UpdaterSigns Updaters,
        StatedAutomation[] Automations,
        RenovateSettings? Renovate,
        DependabotSettings? Dependabot
    )
    {
        public static Signs In(ManifestFile[] files, DeploymentEnvironment environment)
        {
            ManifestFile[] overrides = [.. files.Where(file => SourceOverrides.Is(file.Path))];
            ManifestFile[] updating = [.. files.Where(file => Has(file, "argocd-image-updater"u8))];
            // Applications matter where they could be what is overridden, updated, or states an image itself.
            ManifestFile[] stating =
            [
                .. files.Where(file =>
                    Has(file, "Application"u8)
                    && (overrides.Length > 0 || updating.Length > 0 || file.Images.Length > 0)
                ),
            ];
            ImmutableArray<StatedApplication> applications = stating is []
                ? []
                : [.. StatedApplication.In(stating, FoldersOf(files))];
            return new(
                overrides.ToLookup(file => RepositoryPath.Folder(file.Path)),
                new([
                    .. applications.Where(application =>
                        application.Sources.Any(source => IsOfThis(source, environment))
                    ),
                ]),
                [.. files.Select(file => file.Path).Where(IsRoot).Select(RepositoryPath.Folder)],
                new(updating, applications),
                [.. StatedAutomation.In(files)],
                RenovateSettings.In(files),
                DependabotSettings.In(files)
            );
        }

        private static bool IsOfThis(ApplicationSource source, DeploymentEnvironment environment) =>
            RepositoryPage.MayBeOne(
                source.Repository,
                environment.ArgoCd?.Repository ?? environment.GitOps!.Repository
            );

        private static HashSet<string> FoldersOf(ManifestFile[] files) =>
            [.. files.SelectMany(file => RepositoryPath.FoldersAbove(file.Path))];

        private static bool IsRoot(string path) =>
            KustomizeImages.IsKustomization(path) || path[(path.LastIndexOf('/') + 1)..] == "Chart.yaml";

        private static bool Has(ManifestFile file, ReadOnlySpan<byte> word) => file.Content.AsSpan().IndexOf(word) >= 0;
    }
}

using Pipeline.Deployments.GitOps.Manifests;
using Pipeline.Deployments.GitOps.Search;

namespace Pipeline.Deployments.GitOps.Writers;

/// <summary>Finds the applications of Argo CD that apply the manifests of a service.</summary>
/// <param name="applications">All applications.</param>
internal sealed class ApplicationIndex(ImmutableArray<StatedApplication> applications)
{
    private readonly ILookup<string, StatedApplication> byFile = applications.ToLookup(application =>
        application.File.Path
    );

    private readonly ILookup<string, StatedApplication> byFolder = By(applications, source => [source.Folder]);

    private readonly ILookup<string, StatedApplication> byValues = By(applications, source => source.ValueFiles);

    private readonly StatedApplication[] open =
    [
        .. applications.Where(application => application.Sources.Any(source => !source.IsExact)),
    ];

    /// <summary>Those that state, render or are given the places; else those with the nearest folder around them.</summary>
    public ImmutableArray<StatedApplication> Of(ServicePlaces places)
    {
        var files = places.Images.Select(image => image.File.Path).Distinct().ToArray();
        var folders = places
            .Found.Select(found => found.Kustomization ?? RepositoryPath.Folder(found.Place.File.Path))
            .Distinct()
            .ToArray();
        StatedApplication[] own =
        [
            .. places.Images.SelectMany(image =>
                byFile[image.File.Path].Where(application => application.States(image))
            ),
            .. files.SelectMany(file => byValues[file]),
            .. folders.SelectMany(folder => byFolder[folder]),
            .. open.Where(application => application.Sources.Any(source => folders.Any(source.IsOf))),
        ];
        return
        [
            .. (
                own.Length > 0
                    ? own
                    : files
                        .SelectMany(RepositoryPath.FoldersAbove)
                        .Select(folder => byFolder[folder].ToArray())
                        .FirstOrDefault(around => around.Length > 0)
                        ?? []
            ).Distinct(),
        ];
    }

    private static ILookup<string, StatedApplication> By(
        ImmutableArray<StatedApplication> applications,
        Func<ApplicationSource, IEnumerable<string?>> keys
    ) =>
        applications
            .SelectMany(application => application.Sources.SelectMany(keys).Select(key => (key, application)))
            .Where(entry => entry.key is not null)
            .ToLookup(entry => entry.key!, entry => entry.application);
}

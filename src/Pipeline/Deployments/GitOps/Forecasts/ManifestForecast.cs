using Pipeline.Catalog;
using Pipeline.Deployments.Decisions;
using Pipeline.Deployments.GitOps.Changes;
using Pipeline.Deployments.GitOps.Manifests;
using Pipeline.Deployments.GitOps.Search;
using Pipeline.Deployments.GitOps.Writers;

namespace Pipeline.Deployments.GitOps.Forecasts;

/// <summary>Forecasts deliveries from the manifests of an environment, with the same plan as a bump.</summary>
internal sealed class ManifestForecast : IForecast
{
    private const int FilesInARow = 64;

    private readonly ServiceImages images;
    private readonly OtherWriters writers;
    private readonly ImmutableDictionary<string, Pin> pins;

    private ManifestForecast(
        string origin,
        ServiceImages images,
        OtherWriters writers,
        ImmutableDictionary<string, Pin> pins
    )
    {
        Origin = origin;
        this.images = images;
        this.writers = writers;
        this.pins = pins;
    }

    /// <inheritdoc />
    public string Origin { get; }

    /// <summary>Uses manifests that were read.</summary>
    /// <exception cref="ManifestException">Their pins are unreadable.</exception>
    public static ManifestForecast Of(
        string origin,
        IReadOnlyCollection<ManifestFile> files,
        IReadOnlyCollection<ManifestFile> beside,
        string folder,
        Platform platform,
        DeploymentEnvironment environment
    )
    {
        ParseAll(files);
        var path = PinFile.PathIn(folder);
        var pinned = files.FirstOrDefault(file => file.Path == path);
        return new(
            origin,
            new ServiceImages(files, folder, platform.Services, environment.Name)
            {
                Environments = platform.Environments.Select(other => other.Name),
            },
            new OtherWriters(files.Concat(beside), platform.Services, environment),
            pinned is null
                ? ImmutableDictionary<string, Pin>.Empty
                : PinFile
                    .Read(path, pinned.Content)
                    .All.Where(pin => pin.Environment == environment.Name)
                    .DistinctBy(pin => pin.Service)
                    .ToImmutableDictionary(pin => pin.Service)
        );
    }

    /// <inheritdoc />
    public ImmutableArray<ForeseenChange> Of(ImmutableArray<WantedImage> wanted, Func<string, BuildAge> ageOf)
    {
        var services = wanted.Select(one =>
            ServiceManifests.Find(images, one.Service, one.Image, pins.GetValueOrDefault(one.Service.Name), writers)
        );
        return
        [
            .. new DeliveryPlan([.. services], ageOf).Deliveries.Select(planned =>
                planned.Decision is Decision.Change
                    ? new([.. ManifestEdits.Of(planned.Manifests).SelectMany(Lines)], null)
                    {
                        Remark = planned.Manifests.Warning,
                    }
                    : ForeseenChange.None(planned.Decision.Reason)
            ),
        ];
    }

    // Files are parsed on first use: better in parallel than one after another.
    private static void ParseAll(IReadOnlyCollection<ManifestFile> files) =>
        Task.WaitAll(
            files.Chunk(FilesInARow).Select(some => Task.Run(() => Array.ForEach(some, file => _ = file.Problem)))
        );

    private static IEnumerable<LineChange> Lines(FileEdit edit) =>
        edit.Lines().Select(line => new LineChange(edit.File.Path, line.Line, line.Before, line.After));
}

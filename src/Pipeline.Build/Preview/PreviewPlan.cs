using Pipeline.Catalog;
using Pipeline.Deployments;
using Pipeline.Execution;
using Pipeline.Execution.Steps;
using Pipeline.Planning;

namespace Pipeline.Build.Preview;

/// <summary>Plans a preview. A pure function: nothing is read, nothing runs.</summary>
/// <param name="options">The scope of the run.</param>
/// <param name="steps">The targets that would run for each service, from <see cref="PreviewSteps"/>.</param>
/// <param name="forecast">The forecast for the environment; null where nothing is deployed there.</param>
/// <param name="later">The later commits, whose deliveries stay.</param>
/// <param name="versions">The versions of the images.</param>
internal sealed class PreviewPlan(
    RunOptions options,
    ImmutableArray<string> steps,
    IForecast? forecast,
    LaterCommits later,
    PreviewVersions versions
)
{
    private const string LastStep = "Bump";

    private readonly bool hasVersions = options.Platform.HasVersions;

    /// <summary>The preview of services.</summary>
    /// <param name="selected">The services, and why they are worked on.</param>
    /// <param name="since">The base; null or blank where there is none.</param>
    public DeliveryPreview Of(ImmutableArray<SelectedSource> selected, string? since)
    {
        var planned = selected.Select(Plan).ToImmutableArray();
        var foreseen = new Queue<ForeseenChange>(Foresee([.. planned.Where(one => one.Preview.Note is null)]));
        return new()
        {
            Platform = options.Platform.Name,
            Environment = options.Environment.Name,
            Commit = options.Source.Commit,
            Tag = options.Source.Tag,
            Since = string.IsNullOrWhiteSpace(since) ? null : since,
            Manifests = forecast?.Origin,
            Services =
            [
                .. planned.Select(one =>
                    one.Preview.Note is null ? With(one.Preview, foreseen.Dequeue()) : one.Preview
                ),
            ],
        };
    }

    private static ServicePreview With(ServicePreview preview, ForeseenChange change) =>
        preview with
        {
            Changes = change.Lines,
            Note = change.Obstacle ?? change.Remark,
        };

    private ImmutableArray<ForeseenChange> Foresee(ImmutableArray<PlannedPreview> planned) =>
        forecast is null
            ? [.. planned.Select(_ => ForeseenChange.None(SupportedDeployments.Nowhere(options.Environment)))]
            : forecast.Of(
                [.. planned.Select(one => one.Wanted).OfType<WantedImage>()],
                build => versions.AgeOf(build, later)
            );

    // With a note where it would not reach the environment.
    private PlannedPreview Plan(SelectedSource selected)
    {
        var source = selected.Source;
        // Finding the files of a service takes the whole catalog: a clean tree skips that.
        var uncommitted = options.Source.Changes.IsEmpty ? [] : options.Source.ChangesOf(options.Platform, source);
        var tag = versions.TagOf(source, options.Source, isCommitted: uncommitted.IsEmpty);
        var image = new ImageReference(options.Environment.Registry, source.Image, tag);
        return new(
            source is Service wanted ? new(wanted, image) : null,
            new()
            {
                Name = source.Name,
                Path = source.Path,
                Reason = selected.Reason,
                Steps =
                    source is OwnBase
                        ? [.. steps.Where(target => DeclaredTargets.Find(target) is { ServesBases: true })]
                        : steps,
                Image = source.WhyNoImage is null ? image.ToString() : null,
                Uncommitted = uncommitted,
                IsBase = source is OwnBase,
                Bases = source.Bases,
                Versions = hasVersions && source is Service verified ? VersionMatrix.Of(verified) : null,
                Note = ObstacleOf(source, isCommitted: uncommitted.IsEmpty),
            }
        );
    }

    private string? ObstacleOf(ImageSource source, bool isCommitted) =>
        source.WhyNoImage is { } why ? $"{why}, so there is no image to deliver"
        : !isCommitted ? "it has uncommitted changes: it is checked, but not pushed"
        : source is not Service service ? "a base image: it is not deployed itself"
        : versions.ProblemOf(service) is { } problem ? problem
        : !steps.Contains(LastStep) ? $"{LastStep} is skipped"
        : null;

    // A base image has no image to deliver: it is part of the services built on it.
    private sealed record PlannedPreview(WantedImage? Wanted, ServicePreview Preview);
}

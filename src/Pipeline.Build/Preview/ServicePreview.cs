using Pipeline.Catalog;
using Pipeline.Execution;
using Pipeline.Planning;

namespace Pipeline.Build.Preview;

/// <summary>What a delivery would do for one service.</summary>
public sealed record ServicePreview
{
    private const string LastStep = "Bump";

    /// <summary>The service's name.</summary>
    public required string Name { get; init; }

    /// <summary>The folder of its sources, relative to the catalog's.</summary>
    public required string Path { get; init; }

    /// <summary>Why it would be worked on.</summary>
    public required string Reason { get; init; }

    /// <summary>The targets that would run, each after those it depends on.</summary>
    public required ImmutableArray<string> Steps { get; init; }

    /// <summary>Those of the targets whose steps would be replayed.</summary>
    public ImmutableArray<string> Cached { get; init; } = [];

    /// <summary>The image's reference, without the digest that only its build can tell; null where there is no image.</summary>
    public string? Image { get; init; }

    /// <summary>Files that are in no commit, relative to the work tree: with any, the image would not be pushed.</summary>
    public ImmutableArray<string> Uncommitted { get; init; } = [];

    /// <summary>The lines of manifests that would change.</summary>
    public ImmutableArray<LineChange> Changes { get; init; } = [];

    /// <summary>Why no line would change; null where one would.</summary>
    public string? Note { get; init; }

    /// <summary>True for a base image of the platform's own.</summary>
    public bool IsBase { get; init; }

    /// <summary>The platform's own base images that the image is built on, by name.</summary>
    public ImmutableArray<string> Bases { get; init; } = [];

    /// <summary>The language and the versions of it that the service is verified with; null where no service of the platform names any.</summary>
    internal VersionMatrix? Versions { get; init; }

    internal static ServicePreview Of(
        RunOptions options,
        SelectedSource selected,
        ImmutableArray<string> steps,
        PreviewManifests manifests,
        LaterCommits later,
        PreviewVersions versions,
        bool hasVersions
    )
    {
        var source = selected.Source;
        // What the files of a service are takes a look at the whole catalog: a clean tree is spared that.
        var uncommitted = options.Source.Changes.IsEmpty ? [] : options.Source.ChangesOf(options.Platform, source);
        var tag = versions.TagOf(source, options.Source, isCommitted: uncommitted.IsEmpty);
        var image = new ImageReference(options.Environment.Registry, source.Image, tag);
        var preview = new ServicePreview
        {
            Name = source.Name,
            Path = source.Path,
            Reason = selected.Reason,
            Steps =
                source is OwnBase
                    ? [.. steps.Where(target => ServiceTargets.Find(target) is { ServesBases: true })]
                    : steps,
            Image = source.Dockerfile is null ? null : image.ToString(),
            Uncommitted = uncommitted,
            IsBase = source is OwnBase,
            Bases = source.Bases,
            Versions = hasVersions && source is Service verified ? VersionMatrix.Of(verified) : null,
        };
        if (preview.Image is null)
            return preview with { Note = $"{source.Path} has no Dockerfile, so there is no image to deliver" };
        if (!uncommitted.IsEmpty)
            return preview with { Note = "it has uncommitted changes: it is checked, but not pushed" };
        if (source is not Service service)
            return preview with { Note = "a base image: it gets nowhere by itself" };
        if (versions.ProblemOf(service) is { } problem)
            return preview with { Note = problem };
        if (!steps.Contains(LastStep))
            return preview with { Note = $"{LastStep} is skipped" };

        var (changes, note) = manifests.ChangesFor(service, image, later, versions);
        return preview with { Changes = changes, Note = note };
    }

    internal ServicePreview WithCached(ImmutableHashSet<StepKey> cached) =>
        this with
        {
            Cached = [.. Steps.Where(target => cached.Contains(new(target, Name)))],
        };
}

/// <summary>A line of a manifest, before and after.</summary>
/// <param name="File">The file, relative to the GitOps repository.</param>
/// <param name="Line">The line's number, from 1.</param>
/// <param name="Before">The line as it is.</param>
/// <param name="After">The line as it would be, the image's digest apart.</param>
public sealed record LineChange(string File, long Line, string Before, string After);

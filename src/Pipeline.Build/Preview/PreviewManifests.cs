using Pipeline.Catalog;
using Pipeline.GitOps;
using Pipeline.GitOps.Manifests;
using Pipeline.Planning;

namespace Pipeline.Build.Preview;

/// <summary>The manifests of an environment, for looking at them.</summary>
public sealed class PreviewManifests
{
    private const int FilesInARow = 64;

    private readonly ServiceImages? images;
    private readonly ImmutableArray<Pin> pins;
    private readonly string? obstacle;

    private PreviewManifests(string? origin, ServiceImages? images, ImmutableArray<Pin> pins, string? obstacle)
    {
        Origin = origin;
        this.images = images;
        this.pins = pins;
        this.obstacle = obstacle;
    }

    /// <summary>Where they were read; null where they were not.</summary>
    public string? Origin { get; }

    /// <summary>Manifests that could not be read, and why.</summary>
    internal static PreviewManifests Unread(string obstacle) => new(null, null, [], obstacle);

    /// <summary>Manifests that were read.</summary>
    /// <exception cref="ManifestException">The pins among them cannot be read.</exception>
    internal static PreviewManifests Of(
        string origin,
        IReadOnlyCollection<ManifestFile> files,
        string folder,
        Platform platform,
        string environment
    )
    {
        ParseAll(files);
        var pinned = files.FirstOrDefault(file => file.Path == Pins.PathIn(folder));
        return new(
            origin,
            new ServiceImages(files, folder, platform.Services, environment),
            pinned is null
                ? []
                : [.. Pins.Read(pinned.Path, pinned.Content).All.Where(pin => pin.Environment == environment)],
            null
        );
    }

    /// <summary>The lines that would change for a service's image; or none, and why.</summary>
    internal (ImmutableArray<LineChange> Changes, string? Note) ChangesFor(
        Service service,
        ImageReference image,
        LaterCommits later,
        PreviewVersions versions
    )
    {
        if (images is null)
            return ([], obstacle);
        if (pins.FirstOrDefault(pin => pin.Service == service.Name) is { } pin)
            return ([], $"{pin}: it is left as it is");

        try
        {
            var found = images.Find(service);
            // The digest is known after the build: the tag is a commit's, and stands for it.
            var stale = found
                .Where(current => current.EditsTo(image with { Digest = current.Reference.Digest }).Length > 0)
                .ToArray();
            var newer = found.FirstOrDefault(current =>
                current.Reference.Repository == image.Repository
                && versions.CommitOf(service, current.Reference.Tag) is { } commit
                && later.Contain(commit)
            );
            return stale.Length == 0 ? ([], $"already at {image.Tag} ({found[0].Place})")
                : newer is not null
                    ? ([], $"superseded by {newer.Reference.Tag}, a later commit ({newer.Place}): it is left as it is")
                : ([.. stale.SelectMany(current => Changes(current, image))], null);
        }
        catch (ManifestException refusal)
        {
            return ([], refusal.Message);
        }
    }

    // Each parses itself when it is first looked at: better on all cores than one after another.
    private static void ParseAll(IReadOnlyCollection<ManifestFile> files) =>
        Task.WaitAll(
            files.Chunk(FilesInARow).Select(some => Task.Run(() => Array.ForEach(some, file => _ = file.Problem)))
        );

    private static IEnumerable<LineChange> Changes(ManifestImage current, ImageReference image) =>
        new FileEdit(current.File, current.EditsTo(image))
            .Lines()
            .Select(line => new LineChange(current.File.Path, line.Line, line.Before, line.After));
}

using Pipeline.Catalog;
using Pipeline.GitOps.Manifests;
using Pipeline.Planning;

namespace Pipeline.Reporting;

/// <summary>The manifests of an environment, for looking at them.</summary>
public sealed class PreviewManifests
{
    private readonly ServiceImages? images;
    private readonly string? obstacle;

    private PreviewManifests(string? origin, ServiceImages? images, string? obstacle)
    {
        Origin = origin;
        this.images = images;
        this.obstacle = obstacle;
    }

    /// <summary>Where they were read; null where they were not.</summary>
    public string? Origin { get; }

    /// <summary>Manifests that could not be read, and why.</summary>
    internal static PreviewManifests Unread(string obstacle) => new(null, null, obstacle);

    /// <summary>Manifests that were read.</summary>
    internal static PreviewManifests Of(
        string origin,
        IReadOnlyCollection<ManifestFile> files,
        string folder,
        Platform platform
    )
    {
        // Each parses itself when it is first looked at: better on all cores than one after another.
        files.AsParallel().ForAll(file => _ = file.Problem);
        return new(origin, new ServiceImages(files, folder, platform.Services), null);
    }

    /// <summary>The lines that would change for a service's image; or none, and why.</summary>
    internal (ImmutableArray<LineChange> Changes, string? Note) ChangesFor(
        Service service,
        ImageReference image,
        LaterCommits later
    )
    {
        if (images is null)
            return ([], obstacle);

        try
        {
            var found = images.Find(service);
            // The digest is known after the build: the tag is a commit's, and stands for it.
            var stale = found.Where(current => (current.Reference with { Digest = null }) != image).ToArray();
            var newer = found.FirstOrDefault(current =>
                current.Reference.Repository == image.Repository
                && current.Reference.Tag is { } tag
                && later.Contain(tag)
            );
            return stale.Length == 0 ? ([], $"already at {image.Tag} ({found[0].Place})")
                : newer is not null
                    ? ([], $"superseded by {newer.Reference.Tag}, a later commit ({newer.Place}): it is left as it is")
                : ([.. stale.Select(current => Change(current, image))], null);
        }
        catch (ManifestException refusal)
        {
            return ([], refusal.Message);
        }
    }

    private static LineChange Change(ContainerImage current, ImageReference image)
    {
        var text = current.File.Text;
        var scalar = current.Scalar;
        // The value alone: quotes stay.
        var (start, end) = scalar.End - scalar.Start == scalar.Value.Length ? (0, 0) : (1, 1);
        var from = text.LastIndexOf('\n', scalar.Start) + 1;
        var to = text.IndexOf('\n', scalar.End) is var at && at < 0 ? text.Length : at;
        var line = text[from..to].TrimEnd('\r');
        return new(
            current.File.Path,
            scalar.Line,
            line,
            $"{line[..(scalar.Start + start - from)]}{image}{line[(scalar.End - end - from)..]}"
        );
    }
}

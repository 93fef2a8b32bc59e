using Pipeline.Catalog;
using Pipeline.Deployments.Decisions;
using Pipeline.Deployments.GitOps.Versions;
using Pipeline.Execution;
using Pipeline.Execution.Cache;
using Pipeline.Planning;
using Pipeline.Planning.Versions;

namespace Pipeline.Build.Preview;

/// <summary>The versions that the images of a run would get. None is claimed, and no remote is asked.</summary>
internal sealed class PreviewVersions
{
    private readonly TakenVersions tags;
    private readonly Dictionary<string, string> versions = [];
    private readonly Dictionary<string, string> problems = [];

    private PreviewVersions(TakenVersions tags) => this.tags = tags;

    /// <summary>Plans versions by the tags of this clone and, for a local environment, those of this machine.</summary>
    public static async Task<PreviewVersions> Read(RunOptions options, CancellationToken cancellation = default)
    {
        var numbered = options
            .Selected.OfType<Service>()
            .Where(service => service.Versioning != Versioning.Sha)
            .ToArray();
        var root = options.Source.Root;
        var preview = new PreviewVersions(
            numbered.Length == 0 ? TakenVersions.None
            : options.Environment.IsLocal
                ? await new LocalVersions(root, LocalVersions.In(options.Artifacts)).Read(cancellation)
            : await TakenVersions.Read(root, cancellation)
        );
        foreach (var service in numbered)
            await preview.Plan(options, service, cancellation);
        using var ids = new SourceIds(options.Source);
        var keys = new BaseKey(options.Platform, options.Source, ids);
        foreach (var image in options.Selected.OfType<OwnBase>())
            if (keys.Of(image) is { } key)
                preview.versions[image.Name] = BaseKey.TagOf(key);
        return preview;
    }

    /// <summary>
    /// The tag that an image would get: a base image's key, or a service's version; the commit where that is unknown.
    /// </summary>
    internal string TagOf(ImageSource source, SourceRevision revision, bool isCommitted) =>
        isCommitted ? versions.GetValueOrDefault(source.Name, revision.Tag)
        : source is OwnBase ? $"{versions.GetValueOrDefault(source.Name, revision.Tag)}-dirty"
        : $"{revision.Tag}-dirty";

    /// <summary>Why the version is unknown; null where it is known.</summary>
    internal string? ProblemOf(Service service) => problems.GetValueOrDefault(service.Name);

    /// <summary>The age of a build, by this clone.</summary>
    /// <param name="build">Its Git revision.</param>
    /// <param name="later">The descendants of the delivered commit.</param>
    internal BuildAge AgeOf(string build, LaterCommits later) =>
        tags.Resolve(build) is { } commit && later.Contain(commit) ? BuildAge.Later : BuildAge.NotLater;

    private async Task Plan(RunOptions options, Service service, CancellationToken cancellation)
    {
        try
        {
            var planned = await PlannedVersion.Of(options.Platform, service, options.Source, tags, cancellation);
            versions[service.Name] = planned.Version;
        }
        catch (SourceException unknown)
        {
            problems[service.Name] = unknown.Message;
        }
    }
}

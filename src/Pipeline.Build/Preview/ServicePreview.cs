using Pipeline.Deployments;
using Pipeline.Execution.Steps;

namespace Pipeline.Build.Preview;

/// <summary>The preview for one service.</summary>
internal sealed record ServicePreview
{
    /// <summary>The service's name.</summary>
    public required string Name { get; init; }

    /// <summary>The folder of its sources, relative to the catalog's.</summary>
    public required string Path { get; init; }

    /// <summary>Why it would be worked on.</summary>
    public required string Reason { get; init; }

    /// <summary>The targets that would run, each after those it depends on.</summary>
    public required ImmutableArray<string> Steps { get; init; }

    /// <summary>The targets whose steps would be replayed.</summary>
    public ImmutableArray<string> Cached { get; init; } = [];

    /// <summary>
    /// The image's reference, without the digest, which the build determines; null where there is no image.
    /// </summary>
    public string? Image { get; init; }

    /// <summary>Uncommitted files, relative to the work tree: with any, the image would not be pushed.</summary>
    public ImmutableArray<string> Uncommitted { get; init; } = [];

    /// <summary>The lines of manifests that would change.</summary>
    public ImmutableArray<LineChange> Changes { get; init; } = [];

    /// <summary>Why no line would change, or what else may write the changed ones; null for neither.</summary>
    public string? Note { get; init; }

    /// <summary>True for a base image of the platform's own.</summary>
    public bool IsBase { get; init; }

    /// <summary>The platform's own base images that the image is built on, by name.</summary>
    public ImmutableArray<string> Bases { get; init; } = [];

    /// <summary>
    /// The language versions that the service is verified with; null where no service of the platform names any.
    /// </summary>
    internal VersionMatrix? Versions { get; init; }

    internal ServicePreview WithCached(ImmutableHashSet<StepKey> cached) =>
        this with
        {
            Cached = [.. Steps.Where(target => cached.Contains(new(target, Name)))],
        };
}

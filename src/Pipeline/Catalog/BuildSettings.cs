namespace Pipeline.Catalog;

/// <summary>How the image of a service is built.</summary>
public sealed record BuildSettings
{
    /// <summary>The default limit for a build context, in megabytes.</summary>
    public const double DefaultContextMegabytes = 500;

    /// <summary>The platforms it is built for, such as <c>linux/amd64</c>; empty: the engine's own.</summary>
    public ImmutableArray<string> Platforms { get; init; } = [];

    /// <summary>Values of the Dockerfile's <c>ARG</c>s.</summary>
    public ImmutableSortedDictionary<string, string> Arguments { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The build secrets that the Dockerfile mounts: environment variables by secret id.</summary>
    public ImmutableSortedDictionary<string, string> Secrets { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The limit for the build context, in megabytes.</summary>
    public double ContextMegabytes { get; init; } = DefaultContextMegabytes;
}

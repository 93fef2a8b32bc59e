namespace Pipeline.Catalog;

/// <summary>How the image of a service is built.</summary>
public sealed record BuildSettings
{
    /// <summary>How many megabytes of context are sent to an engine unless the catalog says otherwise.</summary>
    public const double DefaultContextMegabytes = 500;

    /// <summary>The platforms that it is built for, <c>linux/amd64</c>; none: that of the engine.</summary>
    public ImmutableArray<string> Platforms { get; init; } = [];

    /// <summary>Values of the Dockerfile's arguments.</summary>
    public ImmutableSortedDictionary<string, string> Arguments { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>What the Dockerfile mounts as secrets: the environment variable that holds each, by the name that it is mounted by.</summary>
    public ImmutableSortedDictionary<string, string> Secrets { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The most that is sent to an engine to build from, in megabytes.</summary>
    public double ContextMegabytes { get; init; } = DefaultContextMegabytes;
}

using Pipeline.Adoption.Trees;

namespace Pipeline.Adoption.Deployments;

/// <summary>A place that images are delivered to, as manifests show it.</summary>
/// <param name="Name">Its name, as it stands in paths; empty for manifests of no environment.</param>
/// <param name="Path">The folder of its manifests; empty for the root.</param>
internal sealed record FoundEnvironment(string Name, string Path)
{
    /// <summary>The first of its files.</summary>
    public required Evidence Source { get; init; }

    /// <summary>The registries that its images are in, the most frequent first.</summary>
    public ImmutableArray<Evidence> Registries { get; init; } = [];

    /// <summary>The images of services there.</summary>
    public ImmutableArray<OwnedImage> Images { get; init; } = [];

    /// <summary>The services that have images there.</summary>
    public ImmutableHashSet<string> Services => [.. Images.Select(each => each.Service)];

    /// <summary>What Argo CD applies of them.</summary>
    public ImmutableArray<FoundApplication> Applications { get; init; } = [];

    /// <summary>The folders of which one is applied, as each has the same services; empty where there is one.</summary>
    public ImmutableArray<string> Alternatives { get; init; } = [];
}

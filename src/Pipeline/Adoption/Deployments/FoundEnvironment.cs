using Pipeline.Adoption.Trees;

namespace Pipeline.Adoption.Deployments;

/// <summary>A place that images are delivered to, as manifests show it.</summary>
/// <param name="Name">Its name, as it stands in paths; empty for manifests of no environment.</param>
/// <param name="Path">The folder of its manifests; empty for the root.</param>
/// <param name="Source">The first of its files.</param>
/// <param name="Registries">The registries that its images are in, the most frequent first.</param>
/// <param name="Services">The services that have images there.</param>
internal sealed record FoundEnvironment(
    string Name,
    string Path,
    Evidence Source,
    ImmutableArray<Evidence> Registries,
    ImmutableHashSet<string> Services
);

using Pipeline.Adoption.Trees;
using Pipeline.Catalog;

namespace Pipeline.Adoption.Services;

/// <summary>A service that was found, with the places that say so.</summary>
/// <param name="Name">Its name, as a catalog writes it.</param>
/// <param name="Path">The folder of its sources; empty for the root.</param>
internal sealed record ServiceCandidate(string Name, string Path)
{
    /// <summary>Trust by a workflow that pushes the image.</summary>
    public const int ByWorkflow = 3;

    /// <summary>Trust by a manifest that runs the image.</summary>
    public const int ByManifest = 2;

    /// <summary>Trust by a compose file that builds the image.</summary>
    public const int ByCompose = 1;

    /// <summary>The Dockerfile, from the root of the repository; null where the SDK publishes the image.</summary>
    public required string? Dockerfile { get; init; }

    /// <summary>The .NET project that the SDK publishes, where there is no Dockerfile; else null.</summary>
    public string? Project { get; init; }

    /// <summary>What its image is built of: the Dockerfile, or the project.</summary>
    public string Built => Dockerfile ?? Project!;

    /// <summary>The build context, from the root of the repository; empty for the root.</summary>
    public required string Context { get; init; }

    /// <summary>What says that it is a service, and what says what its context is.</summary>
    public required Evidence Source { get; init; }

    /// <summary>Its language; null where none is known.</summary>
    public Language? Language { get; init; }

    /// <summary>A file with tests; null where none was found.</summary>
    public string? Test { get; init; }

    /// <summary>The servers that its tests speak of and that a compose file starts before it, by kind.</summary>
    public ImmutableArray<Evidence> TestServers { get; init; } = [];

    /// <summary>How sure it is that its image is used: by a workflow, a manifest, a compose file, or nothing.</summary>
    public required int Trust { get; init; }
}

using Nuke.Common.IO;

namespace Pipeline.Catalog;

/// <summary>
/// A folder of sources that an image is built from: a service's, or that of a base image of the platform's own.
/// </summary>
public abstract record ImageSource
{
    /// <summary>The name, which is unique in the catalog; without a <c>-service</c> suffix.</summary>
    public required string Name { get; init; }

    /// <summary>The folder of its sources.</summary>
    public required AbsolutePath Directory { get; init; }

    /// <summary><see cref="Directory"/>, relative to the catalog's folder, with forward slashes.</summary>
    public required string Path { get; init; }

    /// <summary>The Dockerfile; null where none was found, so that the service has no image.</summary>
    public AbsolutePath? Dockerfile { get; init; }

    /// <summary>The build context.</summary>
    public required AbsolutePath Context { get; init; }

    /// <summary>How its image is built.</summary>
    public BuildSettings Build { get; init; } = new();

    /// <summary>The repository within a registry, such as <c>togglemaster/auth-service</c>.</summary>
    public required string Image { get; init; }

    /// <summary>Other folders and files that the image is built from, relative to the catalog's folder.</summary>
    public ImmutableArray<string> SharedPaths { get; init; } = [];

    /// <summary>
    /// What else it needs the sources of, by name: a service those of services and own base images, a base image those
    /// of its kind.
    /// </summary>
    public ImmutableArray<string> DependsOn { get; init; } = [];

    /// <summary>
    /// The platform's own base images that its image is built on, by name, from its Dockerfile or
    /// <see cref="DependsOn"/>.
    /// </summary>
    public ImmutableArray<string> Bases { get; init; } = [];
}

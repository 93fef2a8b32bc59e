using Nuke.Common.IO;
using Pipeline.Foundation.Files;

namespace Pipeline.Catalog;

/// <summary>
/// The sources of an image: of a service, or of one of the platform's own base images.
/// </summary>
public abstract record ImageSource
{
    /// <summary>The name, which is unique in the catalog; without a <c>-service</c> suffix.</summary>
    public required string Name { get; init; }

    /// <summary>The folder of its sources.</summary>
    public required AbsolutePath Directory { get; init; }

    /// <summary><see cref="Directory"/>, relative to the catalog's folder, with forward slashes.</summary>
    public required string Path { get; init; }

    /// <summary>
    /// False where a sparse checkout leaves its folder out, or its submodule is not checked out: it is part of the
    /// platform, and not worked on here.
    /// </summary>
    internal bool IsCheckedOut { get; init; } = true;

    /// <summary>The Dockerfile; null where none was found.</summary>
    public AbsolutePath? Dockerfile { get; init; }

    /// <summary>Where there is no Dockerfile, the .NET projects that could be published as the image.</summary>
    internal ImmutableArray<AbsolutePath> Projects { get; init; } = [];

    /// <summary>The .NET project that the SDK publishes as the image; null where it is not built so.</summary>
    internal AbsolutePath? Project => Projects is [var only] ? only : null;

    /// <summary>Why there is no image, as the beginning of a sentence; null where there is one.</summary>
    internal string? WhyNoImage =>
        Dockerfile is not null || Project is not null ? null
        : Projects.IsEmpty ? $"{Path} has no Dockerfile"
        : $"{Path} has no Dockerfile, and several projects to publish "
            + $"({string.Join(", ", Projects.Select(project => SlashedPath.Between(Directory, project)))}: "
            + "add a Dockerfile, or set IsPublishable to false in all projects but one)";

    /// <summary>The build context.</summary>
    public required AbsolutePath Context { get; init; }

    /// <summary>How its image is built.</summary>
    public BuildSettings Build { get; init; } = new();

    /// <summary>The repository within a registry, such as <c>togglemaster/auth-service</c>.</summary>
    public required string Image { get; init; }

    /// <summary>Other folders and files that the image is built from, relative to the catalog's folder.</summary>
    public ImmutableArray<string> SharedPaths { get; init; } = [];

    /// <summary>
    /// What else it is built from, by name: services and own base images for a service, own base images for a
    /// base image.
    /// </summary>
    public ImmutableArray<string> DependsOn { get; init; } = [];

    /// <summary>
    /// The platform's own base images that its image is built on, by name, from its Dockerfile or
    /// <see cref="DependsOn"/>.
    /// </summary>
    public ImmutableArray<string> Bases { get; init; } = [];

    /// <summary>
    /// What its Dockerfile names and cannot be read, each a sentence with its place: one of the platform's own base
    /// images could be meant.
    /// </summary>
    internal ImmutableArray<string> UnreadImages { get; init; } = [];
}

using Nuke.Common.IO;

namespace Pipeline.Catalog;

/// <summary>One deployable part of the platform: a folder of sources that becomes an image.</summary>
public sealed record Service
{
    /// <summary>The name, without a <c>-service</c> suffix; it is unique in the catalog.</summary>
    public required string Name { get; init; }

    /// <summary>The folder of its sources.</summary>
    public required AbsolutePath Directory { get; init; }

    /// <summary><see cref="Directory"/>, relative to the catalog's folder, with forward slashes.</summary>
    public required string Path { get; init; }

    /// <summary>What it is written in; decides compiler, test runner and linter.</summary>
    public required Language Language { get; init; }

    /// <summary>Commands that replace the language's own, by target.</summary>
    public ServiceCommands Commands { get; init; } = new();

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

    /// <summary>Services and own base images whose sources this one also needs, by name.</summary>
    public ImmutableArray<string> DependsOn { get; init; } = [];

    /// <summary>
    /// The platform's own base images that its image is built on, by name, from its Dockerfile or
    /// <see cref="DependsOn"/>.
    /// </summary>
    public ImmutableArray<string> Bases { get; init; } = [];

    /// <summary>
    /// True for one of the platform's own base images, which is built like a service's image and never deployed.
    /// </summary>
    public bool IsBase { get; init; }

    /// <summary>
    /// Its manifests within an environment's GitOps path, a folder or a file, with <c>{environment}</c> for the
    /// environment's name; null: the whole path is searched.
    /// </summary>
    public string? Manifests { get; init; }

    /// <summary>The path of its image in Helm values, separated by dots; null: found by search.</summary>
    public string? ImageField { get; init; }

    /// <summary>The container that runs the image; null: named after the service or the image.</summary>
    public string? Container { get; init; }

    /// <summary>The least coverage of its tests in percent; null: the policy's.</summary>
    public double? Coverage { get; init; }

    /// <summary>The servers that its tests need.</summary>
    public ImmutableArray<TestDependency> TestDependencies { get; init; } = [];

    /// <summary>The versions of its language that workflows verify it with; empty: the machine's.</summary>
    public ImmutableArray<string> Versions { get; init; } = [];

    /// <summary>How its images are versioned.</summary>
    public Versioning Versioning { get; init; }

    /// <summary><see cref="Manifests"/> in an environment.</summary>
    public string? ManifestsIn(string environment) =>
        Manifests?.Replace("{environment}", environment, StringComparison.Ordinal);
}

/// <summary>What a service is written in.</summary>
public enum Language
{
    /// <summary>No known language: the catalog's commands say what to do.</summary>
    Custom,

    /// <summary>A Go module.</summary>
    Go,

    /// <summary>A Python package or script.</summary>
    Python,

    /// <summary>A Node.js package.</summary>
    Node,

    /// <summary>A .NET project.</summary>
    DotNet,
}

/// <summary>Commands of a service, each a program and its arguments, run in the service's folder.</summary>
public sealed record ServiceCommands
{
    /// <summary>Replaces the language's compiler.</summary>
    public ImmutableArray<string> Compile { get; init; } = [];

    /// <summary>Replaces the language's test runner.</summary>
    public ImmutableArray<string> Test { get; init; } = [];

    /// <summary>Replaces the language's linters.</summary>
    public ImmutableArray<string> Lint { get; init; } = [];
}

namespace Pipeline.Catalog;

/// <summary>One deployable part of the platform: its image runs in environments.</summary>
public sealed record Service : ImageSource
{
    /// <summary>What it is written in; decides compiler, test runner and linter.</summary>
    public required Language Language { get; init; }

    /// <summary>Commands that replace the language's own, by target.</summary>
    public ServiceCommands Commands { get; init; } = new();

    /// <summary>
    /// Its manifests within an environment's GitOps path, a folder or a file, with <c>{environment}</c> for the
    /// environment's name; null: the whole path is searched.
    /// </summary>
    public string? Manifests { get; init; }

    /// <summary>The path of its image in Helm values, separated by dots; null: found by search.</summary>
    public string? ImageField { get; init; }

    /// <summary>The container that runs the image; null: named after the service or the image.</summary>
    public string? Container { get; init; }

    /// <summary>How it runs on hosts that are deployed to by SSH; null where it does not.</summary>
    public HostedProgram? Ssh { get; init; }

    /// <summary>The least coverage of its tests in percent; null: the policy's.</summary>
    public double? Coverage { get; init; }

    /// <summary>That it has no tests yet; null: a run without tests fails.</summary>
    public Untested? Untested { get; init; }

    /// <summary>The servers that its tests need.</summary>
    public ImmutableArray<TestDependency> TestDependencies { get; init; } = [];

    /// <summary>
    /// The variables of the build's environment that its programs see, in addition to those that every program needs.
    /// </summary>
    public ImmutableArray<string> PassEnv { get; init; } = [];

    /// <summary>
    /// The TCP ports that its programs may connect to; 0 stands for those that the system gives away. Null: every port.
    /// </summary>
    public ImmutableSortedSet<int>? Network { get; init; }

    /// <summary>The versions of its language that workflows verify it with; empty: the machine's.</summary>
    public ImmutableArray<string> Versions { get; init; } = [];

    /// <summary>Its objectives, where an environment measures them.</summary>
    internal ImmutableArray<Objective> Objectives { get; init; } = [];

    /// <summary>The suite that tests it in an environment; null for none of its own.</summary>
    internal EndToEndSuite? EndToEnd { get; init; }

    /// <summary>How its images are versioned.</summary>
    public Versioning Versioning { get; init; }

    /// <summary><see cref="Manifests"/> in an environment.</summary>
    public string? ManifestsIn(string environment) =>
        Manifests?.Replace("{environment}", environment, StringComparison.Ordinal);
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

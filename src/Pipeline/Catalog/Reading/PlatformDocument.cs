using System.ComponentModel;

namespace Pipeline.Catalog.Reading;

/// <summary>The shape of <c>pipeline.yaml</c>: the JSON Schema, the checks and the reader all follow from these records.</summary>
[Description(
    "The catalog of a platform: its services, its environments, and what has to hold before an image moves on."
)]
internal sealed record PlatformDocument
{
    [Description("The platform's name, the first part of every image repository.")]
    public required string Platform { get; init; }

    [Description("Where the sources live; goes into the images' org.opencontainers.image.source label.")]
    public string? Source { get; init; }

    [Description(
        "How images are numbered: sha, by their commit; calver, 2026.02.1; semver, by conventional commits. Default: sha."
    )]
    public Versioning? Versioning { get; init; }

    [Description("How images are built.")]
    public BuildEntry? Build { get; init; }

    [Description("The services by name. What can be found is not asked for: {} is a complete entry.")]
    public required Dictionary<string, ServiceEntry?> Services { get; init; }

    [Description("The versions that services are verified with in workflows on GitHub, by their language.")]
    public Dictionary<string, string[]?>? Matrix { get; init; }

    [Description("Base images that services are built on, by name.")]
    public Dictionary<string, BaseEntry>? Bases { get; init; }

    [Description("The environments by name. \"local\" is always there.")]
    public Dictionary<string, EnvironmentEntry?>? Environments { get; init; }

    [Description("What has to hold before an image moves on.")]
    public PolicyEntry? Policy { get; init; }
}

[Description(
    "An image that services are built on: one from elsewhere, by \"image\", or one of the platform's own, by \"path\"."
)]
internal sealed record BaseEntry
{
    [Description("One from elsewhere: the pinned reference, NAME:TAG@sha256:…, used wherever it can be pulled.")]
    public string? Image { get; init; }

    [Description(
        "The Dockerfile argument that takes the reference. An own one needs none where Dockerfiles name its repository."
    )]
    public string? Argument { get; init; }

    [Description(
        "One from elsewhere: a folder with a Dockerfile and a build-rootfs.sh that make an equal image where it cannot be pulled."
    )]
    public string? Fallback { get; init; }

    [Description("An own one: the folder that it is built from.")]
    public string? Path { get; init; }

    [Description(
        "An own one: the Dockerfile, relative to its folder. Default: Dockerfile, dockerfile or build/Dockerfile."
    )]
    public string? Dockerfile { get; init; }

    [Description("An own one: the build context, relative to its folder. Default: its folder.")]
    public string? Context { get; init; }

    [Description("An own one: the image's repository within a registry. Default: PLATFORM/NAME.")]
    public string? Repository { get; init; }

    [Description("An own one: what else it is built from, names of own base images, or paths relative to the catalog.")]
    public string[]? DependsOn { get; init; }
}

[Description("What has to hold before an image moves on.")]
internal sealed record PolicyEntry
{
    [Description("Findings of this severity and above fail a step. Default: high.")]
    public Severity? Severity { get; init; }

    [Description("The least share of statements that tests must cover, in percent. Default: 0, which asks for none.")]
    public double? Coverage { get; init; }

    [Description("True: vulnerabilities that nothing mends yet do not fail a step. Default: false.")]
    public bool? IgnoreUnfixed { get; init; }

    [Description("How many days old what a scanner knows may be. Default: that does not matter.")]
    public double? DatabaseDays { get; init; }

    [Description("Findings that somebody answers for, for a time.")]
    public AllowEntry[]? Allow { get; init; }

    [Description("How many days a pin may last before Drift reports it. Default: 7.")]
    public double? PinDays { get; init; }
}

[Description("What has to hold of vulnerabilities before an image gets to an environment.")]
internal sealed record ScanPolicyEntry
{
    [Description("Findings of this severity and above fail a step. Default: the platform's.")]
    public Severity? Severity { get; init; }

    [Description("True: vulnerabilities that nothing mends yet do not fail a step. Default: the platform's.")]
    public bool? IgnoreUnfixed { get; init; }

    [Description("How many days old what a scanner knows may be. Default: the platform's.")]
    public double? DatabaseDays { get; init; }

    [Description("Findings that somebody answers for here, for a time, beside the platform's.")]
    public AllowEntry[]? Allow { get; init; }
}

[Description("A finding that somebody answers for, until a day.")]
internal sealed record AllowEntry
{
    [Description("The scanner's name for it, such as CVE-2024-12345.")]
    public required string Id { get; init; }

    [Description("Who answers for it.")]
    public required string Owner { get; init; }

    [Description("Why it does no harm.")]
    public required string Reason { get; init; }

    [Description("The last day on which it is let pass, YYYY-MM-DD. From the next on it fails again.")]
    public required string Until { get; init; }

    [Description("The package that it is let pass in. Default: any.")]
    public string? Package { get; init; }

    [Description("The services that it is let pass in. Default: all.")]
    public string[]? Services { get; init; }
}

using System.ComponentModel;

namespace Pipeline.Catalog.Reading;

/// <summary>
/// The shape of <c>pipeline.yaml</c>: the JSON Schema, the checks and the reader all follow from these records.
/// </summary>
[Description("The catalog of a platform: its services, its environments, and what must hold before an image moves on.")]
internal sealed record PlatformDocument
{
    [Description("The platform's name, the first part of every image repository.")]
    public required string Platform { get; init; }

    [Description("The URL of the sources, for the images' org.opencontainers.image.source label. Default: none.")]
    public string? Source { get; init; }

    [Description("The branch that is delivered from. Default: main.")]
    public string? Branch { get; init; }

    [Description(
        "How images are versioned: sha, by commit; calver, 2026.02.1; semver, by conventional commits. Default: sha."
    )]
    public Versioning? Versioning { get; init; }

    [Description(
        "False: the first line of a commit alone decides a semantic version, not the body, with footers and the list of squashed commits. Default: true."
    )]
    public bool? CommitBodies { get; init; }

    [Description("How images are built.")]
    public BuildEntry? Build { get; init; }

    [Description("The services by name. Settings are discovered where possible: {} is a complete entry.")]
    public required Dictionary<string, ServiceEntry?> Services { get; init; }

    [Description(
        "The variables of the build's environment that programs of services see, in addition to those that every program needs: [NPM_TOKEN]. Default: none."
    )]
    public string[]? PassEnv { get; init; }

    [Description(
        "The TCP ports that programs of services may connect to, such as [443], or [] for none; 0 stands for those that the system gives away. Default: every port."
    )]
    public int[]? Network { get; init; }

    [Description("The versions of each language that GitHub workflows verify services with. Default: the machine's.")]
    public Dictionary<string, string[]?>? Matrix { get; init; }

    [Description(
        "Base images that services are built on, by name: external ones, or the platform's own. Default: none."
    )]
    public Dictionary<string, BaseEntry>? Bases { get; init; }

    [Description("The environments by name. \"local\" is always there.")]
    public Dictionary<string, EnvironmentEntry?>? Environments { get; init; }

    [Description("What must hold before an image moves on.")]
    public PolicyEntry? Policy { get; init; }

    [Description("The suite that tests the whole platform in an environment. Default: none.")]
    public EndToEndEntry? EndToEnd { get; init; }

    [Description("The load test of the whole platform. Default: none.")]
    public LoadEntry? Load { get; init; }

    [Description("The objectives of every service, by name, such as availability. Default: none.")]
    public Dictionary<string, ObjectiveEntry?>? Slo { get; init; }

    [Description("What GitHub's workflows do beside delivering.")]
    public ForgeEntry? Github { get; init; }
}

[Description("What GitHub's workflows do beside delivering.")]
internal sealed record ForgeEntry
{
    [Description("True: deliveries upload what scanners found to GitHub's code scanning. Default: false.")]
    public bool? CodeScanning { get; init; }
}

[Description(
    "An image that services are built on: an external one, by \"image\", or one of the platform's own, by \"path\"."
)]
internal sealed record BaseEntry
{
    [Description("External: the pinned reference, NAME:TAG@sha256:…, used wherever it can be pulled.")]
    public string? Image { get; init; }

    [Description(
        "The Dockerfile's ARG for the reference, as in ARG PYTHON_IMAGE. An own image needs none where Dockerfiles name its repository."
    )]
    public string? Argument { get; init; }

    [Description(
        "External: a folder with a Dockerfile, and a build-rootfs.sh that writes rootfs.tar, for an equal image where it cannot be pulled."
    )]
    public string? Fallback { get; init; }

    [Description("Own: the folder that it is built from.")]
    public string? Path { get; init; }

    [Description("Own: the Dockerfile, relative to its folder. Default: Dockerfile, dockerfile or build/Dockerfile.")]
    public string? Dockerfile { get; init; }

    [Description("Own: the build context, relative to its folder. Default: its folder.")]
    public string? Context { get; init; }

    [Description("Own: the image's repository within a registry. Default: PLATFORM/NAME.")]
    public string? Repository { get; init; }

    [Description(
        "Own: what else it is built from, names of own base images, or paths relative to the catalog. Default: none."
    )]
    public string[]? DependsOn { get; init; }
}

[Description("What must hold before an image moves on.")]
internal sealed record PolicyEntry
{
    [Description("Findings of this severity and above fail a step. Default: high.")]
    public Severity? Severity { get; init; }

    [Description("The least coverage of statements, in percent. Default: 0, no minimum.")]
    public double? Coverage { get; init; }

    [Description("True: vulnerabilities without a fix do not fail a step. Default: false.")]
    public bool? IgnoreUnfixed { get; init; }

    [Description("How many days old a scanner's database may be. Default: any age.")]
    public double? DatabaseDays { get; init; }

    [Description("Accepted findings, each for a time. Default: none.")]
    public AllowEntry[]? Allow { get; init; }

    [Description("How many days a pin may last before Drift reports it. Default: 7.")]
    public double? PinDays { get; init; }
}

[Description("The vulnerability policy of an environment.")]
internal sealed record ScanPolicyEntry
{
    [Description("Findings of this severity and above fail a step. Default: the platform's.")]
    public Severity? Severity { get; init; }

    [Description("True: vulnerabilities without a fix do not fail a step. Default: the platform's.")]
    public bool? IgnoreUnfixed { get; init; }

    [Description("How many days old a scanner's database may be. Default: the platform's.")]
    public double? DatabaseDays { get; init; }

    [Description("Findings accepted here, each for a time, beside the platform's.")]
    public AllowEntry[]? Allow { get; init; }
}

[Description("A finding that is accepted until a day, by a named owner.")]
internal sealed record AllowEntry
{
    [Description("The scanner's identifier, such as CVE-2024-12345.")]
    public required string Id { get; init; }

    [Description("Who accepted it.")]
    public required string Owner { get; init; }

    [Description("Why it is harmless here.")]
    public required string Reason { get; init; }

    [Description("The last day on which it is accepted, YYYY-MM-DD. From the next day on it fails again.")]
    public required string Until { get; init; }

    [Description(
        "The package that it is accepted in, such as openssl; openssl@3.0.1 is that version alone. Default: any."
    )]
    public string? Package { get; init; }

    [Description("The services that it is accepted in. Default: all.")]
    public string[]? Services { get; init; }
}

using System.ComponentModel;

namespace Pipeline.Catalog.Reading;

[Description("One service. Everything is optional: path, language, Dockerfile and manifests are discovered.")]
internal sealed record ServiceEntry
{
    [Description(
        "The folder of its sources. Default: the first of services/NAME, services/NAME-service, the same in microservices and apps, NAME-service, NAME-service-main, NAME."
    )]
    public string? Path { get; init; }

    /// <summary>The name of a language; <see cref="CatalogSchema"/> describes it.</summary>
    public string? Language { get; init; }

    [Description(
        "The image's repository within a registry, named as the OCI distribution specification says: lower case, with dots, underscores and dashes. Default: that in its manifests, or in those that services share, else PLATFORM/FOLDER of its manifests, else PLATFORM/NAME."
    )]
    public string? Image { get; init; }

    [Description(
        "The Dockerfile, relative to the service's folder. Default: Dockerfile, dockerfile or build/Dockerfile."
    )]
    public string? Dockerfile { get; init; }

    [Description("The build context, relative to the service's folder. Default: the service's folder.")]
    public string? Context { get; init; }

    [Description("How its image is built, in addition to the platform's settings, or in their place.")]
    public BuildEntry? Build { get; init; }

    [Description(
        "What else it is built from, without cycles: names of services and of own base images, or paths relative to the catalog. Compile follows this order. Default: none."
    )]
    public string[]? DependsOn { get; init; }

    [Description(
        "Its manifests within an environment's GitOps path, a folder or a file, such as auth/overlays/{environment}. "
            + "Default: the first of NAME-service, NAME, base/NAME-service, base/NAME."
    )]
    public string? Manifests { get; init; }

    [Description("The container that runs the image. Default: the one named after the service or the image.")]
    public string? Container { get; init; }

    [Description(
        "The path of its image in Helm values, such as services.auth.image or pods.0.imageTag. Default: found by the service's name or image."
    )]
    public string? ImageField { get; init; }

    [Description("How it runs on hosts that are deployed to by SSH. Default: it does not.")]
    public HostedProgramEntry? Ssh { get; init; }

    [Description("The least coverage of statements, in percent. Default: the policy's.")]
    public double? Coverage { get; init; }

    [Description("That it has no tests yet, accepted for a time. Default: a run without tests fails.")]
    public UntestedEntry? Untested { get; init; }

    [Description("How its images are versioned: sha, calver or semver. Default: the platform's.")]
    public Versioning? Versioning { get; init; }

    [Description(
        "The servers that its tests need, by name, such as postgres: {}; started before them, stopped after them. Default: none."
    )]
    public Dictionary<string, TestDependencyEntry?>? TestDependencies { get; init; }

    [Description("The variables that its programs see, in addition to the platform's: [NPM_TOKEN]. Default: none.")]
    public string[]? PassEnv { get; init; }

    [Description("The TCP ports that its programs may connect to, such as [443]. Default: the platform's.")]
    public int[]? Network { get; init; }

    [Description("The versions of its language that workflows verify it with. Default: the platform's matrix.")]
    public string[]? Versions { get; init; }

    [Description("Its objectives by name: its own, and what differs from the platform's. Default: the platform's.")]
    public Dictionary<string, ObjectiveEntry?>? Slo { get; init; }

    [Description("The suite that tests it in an environment, besides the platform's. Default: none.")]
    public EndToEndEntry? EndToEnd { get; init; }

    [Description("Commands that replace the language's own. Default: none.")]
    public CommandsEntry? Commands { get; init; }
}

[Description("How a service runs on hosts that are deployed to by SSH: files of its image, as a unit of systemd.")]
internal sealed record HostedProgramEntry
{
    [Description("The file or folder of the image that goes to the hosts, such as /app.")]
    public required string Files { get; init; }

    [Description(
        "The program and its arguments, such as [./main, --verbose], started without a shell in the folder of the files."
    )]
    public required string[] Run { get; init; }

    [Description("The account that it runs as. Default: the one that logs in.")]
    public string? User { get; init; }

    [Description("The variables of the build's environment that it sees, such as [DATABASE_URL]. Default: none.")]
    public string[]? Environment { get; init; }

    [Description("The port that it listens on, which it finds in the variable PORT. Default: none.")]
    public int? Port { get; init; }

    [Description("The path that answers with 2xx once it is up, asked on the host itself. Default: none.")]
    public string? Health { get; init; }
}

[Description("That a service has no tests yet, accepted until a day, by a named owner.")]
internal sealed record UntestedEntry
{
    [Description("The last day on which it is accepted, YYYY-MM-DD. From the next day on Test fails.")]
    public required string Until { get; init; }

    [Description("Who answers for it.")]
    public required string Owner { get; init; }

    [Description("Why there are none yet.")]
    public required string Reason { get; init; }
}

[Description(
    "Commands of a service, each a list of a program and its arguments, run in the service's folder without a shell."
)]
internal sealed record CommandsEntry
{
    [Description("Replaces the language's compiler; run in the service's folder without a shell.")]
    public string[]? Compile { get; init; }

    [Description("Replaces the language's test runner; run likewise.")]
    public string[]? Test { get; init; }

    [Description("Replaces the language's linters; run likewise.")]
    public string[]? Lint { get; init; }
}

[Description(
    "A server that tests need. In every value, {port} is its port, {host} its address, {data} a folder of its own."
)]
internal sealed record TestDependencyEntry
{
    [Description("What it is: postgres, redis, or server for any other. Default: derived from its name.")]
    public TestDependencyKind? Kind { get; init; }

    [Description("The pinned image, NAME:TAG@sha256:…, that it runs from where it can be pulled. Default: none.")]
    public string? Image { get; init; }

    [Description("The arguments of the image's program. Default: the image's own, or those of the kind.")]
    public string[]? Arguments { get; init; }

    [Description(
        "The program and its arguments that stand in for the image, run in the service's folder without a shell. Default: that of the kind."
    )]
    public string[]? Command { get; init; }

    [Description("Environment variables of the server. Default: none.")]
    public Dictionary<string, string>? Environment { get; init; }

    [Description(
        "The path that answers with 2xx once it is ready. Default: it is ready when it accepts and holds a connection."
    )]
    public string? Health { get; init; }

    [Description("Environment variables of the tests, beside NAME_HOST and NAME_PORT or those of the kind.")]
    public Dictionary<string, string>? Variables { get; init; }
}

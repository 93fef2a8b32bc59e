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

    [Description("The services by name. What can be found is not asked for: {} is a complete entry.")]
    public required Dictionary<string, ServiceEntry?> Services { get; init; }

    [Description("The versions that services are verified with in workflows on GitHub, by their language.")]
    public MatrixEntry? Matrix { get; init; }

    [Description("Base images that services are built on, by name.")]
    public Dictionary<string, BaseEntry>? Bases { get; init; }

    [Description("The environments by name. \"local\" is always there.")]
    public Dictionary<string, EnvironmentEntry?>? Environments { get; init; }

    [Description("What has to hold before an image moves on.")]
    public PolicyEntry? Policy { get; init; }
}

[Description(
    "Versions of languages, such as 1.23 or 8.0.x: workflows verify services of the language with each of them."
)]
internal sealed record MatrixEntry
{
    [Description("Versions of Go.")]
    public string[]? Go { get; init; }

    [Description("Versions of Python.")]
    public string[]? Python { get; init; }

    [Description("Versions of Node.js.")]
    public string[]? Node { get; init; }

    [Description("Versions of the .NET SDK.")]
    public string[]? Dotnet { get; init; }
}

[Description("One service. Everything is optional: path, language, Dockerfile and manifests are discovered.")]
internal sealed record ServiceEntry
{
    [Description(
        "The folder of its sources. Default: the first of services/NAME, services/NAME-service, NAME-service, NAME …"
    )]
    public string? Path { get; init; }

    [Description("What it is written in. Default: told by go.mod, pyproject.toml, package.json, *.csproj …")]
    public Language? Language { get; init; }

    [Description(
        "The image's repository within a registry. Default: PLATFORM/NAME, or PLATFORM/FOLDER of its manifests."
    )]
    public string? Image { get; init; }

    [Description(
        "The Dockerfile, relative to the service's folder. Default: Dockerfile, dockerfile or build/Dockerfile."
    )]
    public string? Dockerfile { get; init; }

    [Description("The build context, relative to the service's folder. Default: the service's folder.")]
    public string? Context { get; init; }

    [Description("What else it is built from: names of services, or paths relative to the catalog.")]
    public string[]? DependsOn { get; init; }

    [Description(
        "Its manifests within an environment's GitOps path, a folder or a file; {environment} stands for the environment's name. "
            + "Default: NAME-service, NAME …"
    )]
    public string? Manifests { get; init; }

    [Description("The container that runs the image, where it is named after neither the service nor the image.")]
    public string? Container { get; init; }

    [Description(
        "The path of keys in Helm values that states its image, such as services.auth.image. Default: it is searched for."
    )]
    public string? ImageField { get; init; }

    [Description("The least share of statements that its tests must cover, in percent. Default: the policy's.")]
    public double? Coverage { get; init; }

    [Description("How its images are numbered: sha, calver or semver. Default: the platform's.")]
    public Versioning? Versioning { get; init; }

    [Description("The servers that its tests need, by name: started before them, ended after them.")]
    public Dictionary<string, TestDependencyEntry?>? TestDependencies { get; init; }

    [Description("The versions of its language that workflows verify it with. Default: the platform's matrix.")]
    public string[]? Versions { get; init; }

    [Description("Commands that replace the language's own.")]
    public CommandsEntry? Commands { get; init; }
}

[Description(
    "Commands of a service, each a list of a program and its arguments, run in the service's folder without a shell."
)]
internal sealed record CommandsEntry
{
    [Description("Replaces the language's compiler.")]
    public string[]? Compile { get; init; }

    [Description("Replaces the language's test runner.")]
    public string[]? Test { get; init; }

    [Description("Replaces the language's linters.")]
    public string[]? Lint { get; init; }
}

[Description(
    "A server that tests need. In every text, {port} stands for its port, {host} for its address, {data} for a folder of its own."
)]
internal sealed record TestDependencyEntry
{
    [Description("What it is: postgres, redis, or a server that is described here. Default: told by its name.")]
    public TestDependencyKind? Kind { get; init; }

    [Description("The pinned reference, NAME:TAG@sha256:…, that it runs from where it can be pulled.")]
    public string? Image { get; init; }

    [Description("The arguments of the image's program.")]
    public string[]? Arguments { get; init; }

    [Description("The program and its arguments that it runs by otherwise, in the service's folder without a shell.")]
    public string[]? Command { get; init; }

    [Description("Environment variables of the server.")]
    public Dictionary<string, string>? Environment { get; init; }

    [Description(
        "The path that it answers by a 2xx once it is ready. Default: it is ready when it takes a connection."
    )]
    public string? Health { get; init; }

    [Description("Environment variables of the tests, beside NAME_HOST and NAME_PORT or what the kind gives them.")]
    public Dictionary<string, string>? Variables { get; init; }
}

[Description("An image that services are built on.")]
internal sealed record BaseEntry
{
    [Description("The pinned reference, NAME:TAG@sha256:…, used wherever it can be pulled.")]
    public required string Image { get; init; }

    [Description("The Dockerfile argument that takes the reference.")]
    public required string Argument { get; init; }

    [Description(
        "A folder with a Dockerfile and a build-rootfs.sh that make an equal image where it cannot be pulled."
    )]
    public string? Fallback { get; init; }
}

[Description("A place that images are delivered to.")]
internal sealed record EnvironmentEntry
{
    [Description("The registry's host, with a port where it has one.")]
    public string? Registry { get; init; }

    [Description(
        "A further tag that moves to each image that is pushed for this environment, such as its name. Default: none."
    )]
    public string? MovingTag { get; init; }

    [Description("The Git repository that Argo CD follows.")]
    public GitOpsEntry? Gitops { get; init; }

    [Description(
        "True: registry and GitOps repository are those of the environment local unless stated, made on this machine when first used."
    )]
    public bool? Local { get; init; }

    [Description(
        "The environment that images are promoted from. Default: none, images are delivered here from the sources."
    )]
    public string? PromotedFrom { get; init; }

    [Description("How an image gets here from the environment before: automatic, or by a pull request.")]
    public Promotion? Promotion { get; init; }

    [Description("How an earlier image is brought back here. Default: automatic, as a rollback is an incident.")]
    public Promotion? Rollback { get; init; }

    [Description("Where pull requests go, and what they bear.")]
    public PullRequestEntry? PullRequest { get; init; }

    [Description("The Argo CD that follows the GitOps repository. Default: none, Verify is skipped.")]
    public ArgoCdEntry? Argocd { get; init; }

    [Description("What the repositories are like where the registry is one of Amazon ECR.")]
    public EcrEntry? Ecr { get; init; }

    [Description("What workflows on GitHub work with here.")]
    public GitHubEntry? Github { get; init; }

    [Description(
        "How images are signed, and what has to be attested of them. Default: in local a throw-away key signs, elsewhere nobody."
    )]
    public SignaturesEntry? Signatures { get; init; }

    [Description("What has to hold here of vulnerabilities. What is not said is the platform's policy.")]
    public ScanPolicyEntry? Policy { get; init; }

    [Description(
        "The targets that may not be skipped here for want of a tool. Default: none in local, all of them elsewhere."
    )]
    public string[]? Gates { get; init; }
}

[Description("A Git repository with the manifests of an environment.")]
internal sealed record GitOpsEntry
{
    [Description("Anything that git clone takes.")]
    public string? Repository { get; init; }

    [Description("The branch that Argo CD follows. Default: main.")]
    public string? Branch { get; init; }

    [Description("The folder of the manifests. Default: gitops/manifests.")]
    public string? Path { get; init; }

    [Description(
        "The name of the environment variable that holds the token for an https address. Default: Git's own credential helpers are asked."
    )]
    public string? TokenVariable { get; init; }
}

[Description("Where an environment's pull requests go, and what they bear.")]
internal sealed record PullRequestEntry
{
    [Description("The repository at the forge, OWNER/NAME. Default: told by gitops.repository.")]
    public string? Repository { get; init; }

    [Description(
        "The name of the environment variable that holds the forge's token. Default: that of gitops, else GITHUB_TOKEN."
    )]
    public string? TokenVariable { get; init; }

    [Description("The accounts that are asked for a review.")]
    public string[]? Reviewers { get; init; }

    [Description("The teams that are asked for a review, by their short names.")]
    public string[]? TeamReviewers { get; init; }

    [Description("The labels that a pull request gets.")]
    public string[]? Labels { get; init; }
}

[Description("How an environment's images are signed, and what has to be attested of those that it takes.")]
internal sealed record SignaturesEntry
{
    [Description("True: Bump and Promote take nothing that does not verify. Default: true.")]
    public bool? Required { get; init; }

    [Description("The file of the public key that signatures are verified with, in PEM form.")]
    public string? Key { get; init; }

    [Description("The name of the environment variable that holds the private key in PEM form.")]
    public string? KeyVariable { get; init; }

    [Description(
        "The workflow that has to have signed without a key, https://github.com/OWNER/NAME/.github/workflows/FILE@REF; * stands for any letters."
    )]
    public string? Identity { get; init; }

    [Description("Who vouches for the identity. Default: https://token.actions.githubusercontent.com.")]
    public string? Issuer { get; init; }

    [Description(
        "The file of what signatures without keys go back to, for a Sigstore of one's own. Default: the public instance's."
    )]
    public string? TrustedRoot { get; init; }

    [Description("The repository that images have to be built from. Default: the platform's source.")]
    public string? Source { get; init; }

    [Description("The workflow that has to have built them, as a path in the repository. Default: any.")]
    public string? Workflow { get; init; }

    [Description("True: it has to be attested how an image was built. Default: true.")]
    public bool? Provenance { get; init; }

    [Description("True: it has to be attested what an image is made of. Default: true.")]
    public bool? Sbom { get; init; }
}

[Description(
    "What an environment's repositories in Amazon ECR are like: they are made so, and Push tells where they differ."
)]
internal sealed record EcrEntry
{
    [Description("False: a repository that is missing fails Push and Promote. Default: true, it is created.")]
    public bool? Create { get; init; }

    [Description("True: no tag moves but movingTag. Default: true.")]
    public bool? ImmutableTags { get; init; }

    [Description("True: ECR scans each image that is pushed. Default: true.")]
    public bool? ScanOnPush { get; init; }

    [Description("True: Push waits for ECR's own scan, and judges what it finds by the policy. Default: false.")]
    public bool? Findings { get; init; }

    [Description("The lifecycle policy, as JSON. Default: none, and a repository's own is left alone.")]
    public string? Lifecycle { get; init; }

    [Description("The AWS tags that a repository bears.")]
    public Dictionary<string, string>? Tags { get; init; }

    [Description("How images are encrypted at rest: aes256, kms, kmsDsse. Default: ECR's own choice.")]
    public EcrEncryption? Encryption { get; init; }

    [Description("The key of AWS KMS, as an id, an ARN or an alias. Default: ECR's own.")]
    public string? KmsKey { get; init; }
}

[Description("What workflows on GitHub work with in an environment.")]
internal sealed record GitHubEntry
{
    [Description(
        "The role of AWS that they take on by OpenID Connect, such as arn:aws:iam::111111111111:role/deliver."
    )]
    public string? Role { get; init; }

    [Description(
        "The role of AWS that nightly audits take on, which may read alone. Default: none, audits have no identity."
    )]
    public string? AuditRole { get; init; }

    [Description(
        "The GitOps repository, OWNER/NAME, that a GitHub App's token is for. Default: told by gitops.repository."
    )]
    public string? Gitops { get; init; }
}

[Description("The Argo CD that keeps an environment as its GitOps repository describes it.")]
internal sealed record ArgoCdEntry
{
    [Description("False: Verify is skipped. Default: true where a server is stated.")]
    public bool? Enabled { get; init; }

    [Description("The address of its server, https://HOST.")]
    public string? Server { get; init; }

    [Description("The name of the environment variable that holds its token. Default: ARGOCD_AUTH_TOKEN.")]
    public string? TokenVariable { get; init; }

    [Description(
        "The file of the certificates that the server's must go back to, for one that is not publicly trusted."
    )]
    public string? Ca { get; init; }

    [Description("The name of a service's application. Default: {service}-{environment}.")]
    public string? Application { get; init; }

    [Description("The project that the applications belong to. Default: any.")]
    public string? Project { get; init; }

    [Description("A label selector that the applications answer to. Default: all.")]
    public string? Selector { get; init; }

    [Description("Minutes that applications may take to become what was delivered. Default: 10.")]
    public double? Timeout { get; init; }

    [Description("True: brings the previous image back where the delivered one ends degraded. Default: false.")]
    public bool? Rollback { get; init; }

    [Description("The GitOps repository as Argo CD is to clone it. Default: gitops.repository.")]
    public string? Repository { get; init; }

    [Description("The cluster's name in Argo CD. Default: in-cluster.")]
    public string? Cluster { get; init; }

    [Description("The namespace that the services run in. Default: the platform's name.")]
    public string? Namespace { get; init; }

    [Description("Folders of manifests that belong to no service, relative to the GitOps repository's root.")]
    public string[]? Folders { get; init; }

    [Description("Who is told about what: recipients by TRIGGER.SERVICE, such as on-deployed.slack.")]
    public Dictionary<string, string>? Notifications { get; init; }
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

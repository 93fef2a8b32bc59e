using System.ComponentModel;

namespace Pipeline.Catalog.Reading;

[Description("A place that images are delivered to: a registry, and how they are deployed.")]
internal sealed record EnvironmentEntry
{
    [Description(
        "The registry's host, with port and prefix where it has them. Default for local: 127.0.0.1:0, a free port of this machine."
    )]
    public string? Registry { get; init; }

    [Description("The registry's login, unless it is Amazon ECR. Default: the credentials of docker login.")]
    public RegistryLoginEntry? RegistryLogin { get; init; }

    [Description(
        "A tag that moves to each image pushed for this environment, such as its name, never back to an earlier commit; not latest. Default: none."
    )]
    public string? MovingTag { get; init; }

    [Description(
        "How images are deployed here: gitops, by a Git repository; ssh, to hosts; ecs, to Amazon ECS; none, they are only pushed. Default: gitops."
    )]
    public DeploymentKind? Deployments { get; init; }

    [Description("The Git repository that Argo CD follows.")]
    public GitOpsEntry? Gitops { get; init; }

    [Description("The hosts that images are deployed to by SSH.")]
    public SshEntry? Ssh { get; init; }

    [Description("The cluster of Amazon ECS that images are deployed to.")]
    public EcsEntry? Ecs { get; init; }

    [Description(
        "True: unless stated, registry and GitOps repository are those of local, created on this machine on first use. Default: false."
    )]
    public bool? Local { get; init; }

    [Description("The branch whose pushes are delivered here, for a branch per environment. Default: the platform's.")]
    public string? DeliveredFrom { get; init; }

    [Description(
        "The environment that images are promoted from. Default: none, images are delivered here from source."
    )]
    public string? PromotedFrom { get; init; }

    [Description("How an image is promoted to here: automatic, by a commit, or pullRequest. Default: automatic.")]
    public Promotion? Promotion { get; init; }

    [Description("How a rollback is done here. Default: automatic, as it is an incident.")]
    public Promotion? Rollback { get; init; }

    [Description("Where pull requests are opened, with which reviewers and labels.")]
    public PullRequestEntry? PullRequest { get; init; }

    [Description("The Argo CD that follows the GitOps repository. Default: none, Verify is skipped.")]
    public ArgoCdEntry? Argocd { get; init; }

    [Description(
        "Where the services' objectives are measured, which Bump and Promote then ask. Default: none, they are not."
    )]
    public MonitoringEntry? Monitoring { get; init; }

    [Description("Where the services answer, for tests of the running environment. Default: none, they are skipped.")]
    public AddressesEntry? Addresses { get; init; }

    [Description("True: it may be put under load. Default: false, Load is skipped.")]
    public bool? TakesLoad { get; init; }

    [Description("Times during which nothing is changed here, by name. Default: none.")]
    public Dictionary<string, FreezeEntry>? Freezes { get; init; }

    [Description(
        "Settings of the repositories in a registry of Amazon ECR. Default: created on demand, immutable tags, scan on push."
    )]
    public EcrEntry? Ecr { get; init; }

    [Description("The roles and repositories that GitHub workflows use for this environment.")]
    public GitHubEntry? Github { get; init; }

    [Description(
        "How images are signed, and which attestations are required. Default: local signs with a throw-away key, others do not sign."
    )]
    public SignaturesEntry? Signatures { get; init; }

    [Description("This environment's vulnerability policy. Default for each key: the platform's policy.")]
    public ScanPolicyEntry? Policy { get; init; }

    [Description(
        "The targets that must not be skipped here because a tool is missing. Default: none in local, all of them elsewhere."
    )]
    public string[]? Gates { get; init; }
}

[Description("The login of an environment's registry.")]
internal sealed record RegistryLoginEntry
{
    [Description("The user name, such as that of a robot account.")]
    public string? User { get; init; }

    [Description(
        "The environment variable that holds the password or token. With GITHUB_TOKEN, workflows pass the job's token to GitHub's registry."
    )]
    public string? PasswordVariable { get; init; }
}

[Description("A Git repository with the manifests of an environment.")]
internal sealed record GitOpsEntry
{
    [Description("Anything that git clone accepts. Default for local: artifacts/local/gitops.git.")]
    public string? Repository { get; init; }

    [Description("The branch that Argo CD follows. Default: main.")]
    public string? Branch { get; init; }

    [Description("The folder of the manifests. Default: gitops/manifests.")]
    public string? Path { get; init; }

    [Description(
        "The environment variable that holds the token for an https URL. Default: none, Git's own credentials are used."
    )]
    public string? TokenVariable { get; init; }

    [Description(
        "What else writes the images of services here, by their names, such as auth: Argo CD Image Updater. Pipeline leaves these images to it. Default: none."
    )]
    public Dictionary<string, string>? Writers { get; init; }
}

[Description("The hosts of an environment that is deployed to by SSH.")]
internal sealed record SshEntry
{
    [Description("The hosts, USER@HOST or USER@HOST:PORT, in the order in which they get a release.")]
    public required string[] Hosts { get; init; }

    [Description("The host that the others are reached through, USER@HOST. Default: none.")]
    public string? Bastion { get; init; }

    [Description("The file of known hosts, relative to the catalog. Default: none; this or fingerprints is needed.")]
    public string? KnownHosts { get; init; }

    [Description("The trusted fingerprints of host keys, such as [SHA256:…]. Default: none.")]
    public string[]? Fingerprints { get; init; }

    [Description("The environment variable that holds the private key.")]
    public required string KeyVariable { get; init; }

    [Description("The environment variable that holds the key's passphrase. Default: the key has none.")]
    public string? PassphraseVariable { get; init; }

    [Description("The folder on the hosts. Default: /opt/PLATFORM/ENVIRONMENT.")]
    public string? Folder { get; init; }

    [Description("How many releases of a service stay on a host, at least 2. Default: 5.")]
    public int? Keep { get; init; }

    [Description("How many hosts get a release at a time; the first that fails stops the others. Default: 1.")]
    public int? AtATime { get; init; }

    [Description("Minutes that a service may take to answer after its start. Default: 1.")]
    public double? Timeout { get; init; }
}

[Description("Where an environment's pull requests are opened, with which reviewers and labels.")]
internal sealed record PullRequestEntry
{
    [Description("The repository on the forge, OWNER/NAME. Default: derived from gitops.repository.")]
    public string? Repository { get; init; }

    [Description("The environment variable that holds the forge's token. Default: that of gitops, else GITHUB_TOKEN.")]
    public string? TokenVariable { get; init; }

    [Description("The accounts asked for a review. Default: none.")]
    public string[]? Reviewers { get; init; }

    [Description("The teams asked for a review, by their short names. Default: none.")]
    public string[]? TeamReviewers { get; init; }

    [Description("The labels of a pull request. Default: none.")]
    public string[]? Labels { get; init; }
}

[Description("How an environment's images are signed, and which attestations it requires.")]
internal sealed record SignaturesEntry
{
    [Description("True: Bump and Promote refuse images that do not verify. Default: true.")]
    public bool? Required { get; init; }

    [Description(
        "Instead of an identity: the PEM file of the public key, ECDSA P-256. Default: none; for local the throw-away key's."
    )]
    public string? Key { get; init; }

    [Description(
        "The environment variable that holds the private key, in PEM form without a password. Default: none, images are signed elsewhere."
    )]
    public string? KeyVariable { get; init; }

    [Description(
        "The workflow that must have signed keylessly, https://github.com/OWNER/NAME/.github/workflows/FILE@REF; * matches anything. Default: none."
    )]
    public string? Identity { get; init; }

    [Description("The OpenID Connect issuer of the identity. Default: https://token.actions.githubusercontent.com.")]
    public string? Issuer { get; init; }

    [Description(
        "The file of the trusted root of keyless signatures, for a private Sigstore. Default: the public instance's."
    )]
    public string? TrustedRoot { get; init; }

    [Description("The repository that images must be built from. Default: the platform's source.")]
    public string? Source { get; init; }

    [Description("The workflow that must have built them, as a path in the repository. Default: any.")]
    public string? Workflow { get; init; }

    [Description("True: an image needs an attestation of its provenance. Default: true.")]
    public bool? Provenance { get; init; }

    [Description("True: an image needs an attested bill of materials. Default: true.")]
    public bool? Sbom { get; init; }
}

[Description(
    "Settings of the repositories in Amazon ECR: new ones get them, and Push reports where existing ones differ."
)]
internal sealed record EcrEntry
{
    [Description("False: a missing repository fails Push and Promote. Default: true, it is created.")]
    public bool? Create { get; init; }

    [Description("True: all tags are immutable except movingTag. Default: true.")]
    public bool? ImmutableTags { get; init; }

    [Description("True: ECR scans each pushed image. Default: true.")]
    public bool? ScanOnPush { get; init; }

    [Description("True: Push waits for ECR's own scan and applies the policy to its findings. Default: false.")]
    public bool? Findings { get; init; }

    [Description("The lifecycle policy, as JSON. Default: none, a repository's own stays.")]
    public string? Lifecycle { get; init; }

    [Description("The AWS tags of a repository, among others. Default: none.")]
    public Dictionary<string, string>? Tags { get; init; }

    [Description("The encryption at rest: aes256, kms or kmsDsse. Default: ECR's own.")]
    public EcrEncryption? Encryption { get; init; }

    [Description("The AWS KMS key, as an id, an ARN or an alias. Default: ECR's own.")]
    public string? KmsKey { get; init; }
}

[Description("The roles and repositories that GitHub workflows use for an environment.")]
internal sealed record GitHubEntry
{
    [Description(
        "The AWS role that they assume by OpenID Connect, such as arn:aws:iam::111111111111:role/deliver. Default: none."
    )]
    public string? Role { get; init; }

    [Description("The AWS role that nightly audits assume, with read access only. Default: none.")]
    public string? AuditRole { get; init; }

    [Description("The secrets of GitHub with a static AWS key, in place of roles. Default: none.")]
    public AccessKeyEntry? AccessKey { get; init; }

    [Description(
        "The secret of GitHub with a personal access token for the GitOps repository. Default: none, a GitHub App's token."
    )]
    public string? TokenSecret { get; init; }

    [Description(
        "The GitOps repository, OWNER/NAME, that the GitHub App's token is for. Default: derived from gitops.repository."
    )]
    public string? Gitops { get; init; }
}

[Description("The secrets of GitHub with a static AWS key, in place of roles.")]
internal sealed record AccessKeyEntry
{
    [Description("The name of the secret with the key's id.")]
    public required string Id { get; init; }

    [Description("The name of the secret with its secret part.")]
    public required string Secret { get; init; }
}

[Description("The Argo CD that syncs an environment from its GitOps repository.")]
internal sealed record ArgoCdEntry
{
    [Description("False: Verify is skipped. Default: true where a server is stated.")]
    public bool? Enabled { get; init; }

    [Description(
        "The address of its server, https://HOST or https://HOST/PATH; http:// on this machine alone. Default: none."
    )]
    public string? Server { get; init; }

    [Description("The environment variable that holds its token. Default: ARGOCD_AUTH_TOKEN.")]
    public string? TokenVariable { get; init; }

    [Description(
        "The file of root certificates to trust for the server, relative to the catalog or absolute. Default: the machine's."
    )]
    public string? Ca { get; init; }

    [Description("The name of a service's application. Default: {service}-{environment}.")]
    public string? Application { get; init; }

    [Description("The project that the applications belong to. Default: any.")]
    public string? Project { get; init; }

    [Description("The label selector of the applications, such as team=payments. Default: all.")]
    public string? Selector { get; init; }

    [Description("Minutes that applications may take to sync and become healthy. Default: 10.")]
    public double? Timeout { get; init; }

    [Description("True: rolls back where the delivered image ends degraded. Default: false.")]
    public bool? Rollback { get; init; }

    [Description(
        "The URL by which Argo CD clones the GitOps repository. Default: gitops.repository; none where local is true."
    )]
    public string? Repository { get; init; }

    [Description("The cluster's name in Argo CD. Default: in-cluster.")]
    public string? Cluster { get; init; }

    [Description("The namespace that the services run in. Default: the platform's name.")]
    public string? Namespace { get; init; }

    [Description(
        "Folders of manifests that belong to no service, relative to the GitOps repository's root. Default: none."
    )]
    public string[]? Folders { get; init; }

    [Description(
        "Notification subscriptions: recipients by TRIGGER.SERVICE, such as on-deployed.slack. Default: none."
    )]
    public Dictionary<string, string>? Notifications { get; init; }
}

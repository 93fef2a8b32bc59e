using System.ComponentModel;

namespace Pipeline.Catalog.Reading;

[Description("A place that images are delivered to.")]
internal sealed record EnvironmentEntry
{
    [Description("The registry's host, with a port where it has one.")]
    public string? Registry { get; init; }

    [Description(
        "The registry's login, where it is none of Amazon ECR. Default: what docker login has kept on the machine."
    )]
    public RegistryLoginEntry? RegistryLogin { get; init; }

    [Description(
        "A further tag that moves to each image that is pushed for this environment, such as its name. Default: none."
    )]
    public string? MovingTag { get; init; }

    [Description(
        "How images come to run here: gitops, by a Git repository; none, they are pushed to the registry alone. Default: gitops."
    )]
    public DeploymentKind? Deployments { get; init; }

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

[Description("What opens an environment's registry.")]
internal sealed record RegistryLoginEntry
{
    [Description("The user name, such as that of a robot account.")]
    public string? User { get; init; }

    [Description(
        "The name of the environment variable that holds the password, or a token. GITHUB_TOKEN: workflows show GitHub's registry the token of the job."
    )]
    public string? PasswordVariable { get; init; }
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

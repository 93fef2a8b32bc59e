namespace Pipeline.Catalog;

/// <summary>A place that images are delivered to: its registry, and how they are deployed there.</summary>
public sealed record DeploymentEnvironment
{
    /// <summary>
    /// The environment that needs no cloud account and keeps everything under <c>artifacts/local/</c>.
    /// </summary>
    public const string LocalName = "local";

    /// <summary>The targets that can be a gate.</summary>
    public static readonly ImmutableArray<string> AllGates = ["Compile", "Test", "Lint", "Sast", "Sca", "Scan", "Sbom"];

    /// <summary>
    /// What may be a gate too, where the catalog says so: manifests are often in another repository, and not every
    /// environment has a suite.
    /// </summary>
    internal static readonly ImmutableArray<string> FurtherGates = ["LintManifests", "EndToEnd", "Load"];

    /// <summary>The name, such as <c>develop</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The registry's host, with a port where it has one.</summary>
    public required string Registry { get; init; }

    /// <summary>The hosts that the workspace's own registry had before, which manifests may still name.</summary>
    internal ImmutableArray<string> FormerRegistries { get; init; } = [];

    /// <summary>
    /// The registry's login; null for one opened by an AWS identity, by credentials of <c>docker login</c>, or without
    /// a login.
    /// </summary>
    public RegistryLogin? RegistryLogin { get; init; }

    /// <summary>A tag that moves to each image pushed for this environment; null for none.</summary>
    public string? MovingTag { get; init; }

    /// <summary>How images are deployed here.</summary>
    public DeploymentKind Deployments =>
        Ssh is not null ? DeploymentKind.Ssh
        : Ecs is not null ? DeploymentKind.Ecs
        : GitOps is not null ? DeploymentKind.GitOps
        : DeploymentKind.None;

    /// <summary>The repository that Argo CD follows; null where nothing is deployed here, or by other means.</summary>
    public required GitOpsRepository? GitOps { get; init; }

    /// <summary>The hosts that images are deployed to by SSH; null where they are not.</summary>
    public SshSettings? Ssh { get; init; }

    /// <summary>The cluster of Amazon ECS that images are deployed to; null where they are not.</summary>
    public EcsSettings? Ecs { get; init; }

    /// <summary>
    /// The branch whose pushes are delivered here, for a branch per environment; null: the platform's.
    /// </summary>
    public string? DeliveredFrom { get; init; }

    /// <summary>
    /// The environment that images are promoted from; null where they are only delivered from source.
    /// </summary>
    public string? PromotedFrom { get; init; }

    /// <summary>How an image is promoted to here.</summary>
    public Promotion Promotion { get; init; }

    /// <summary>How a rollback is done here; by default directly, as it is an incident.</summary>
    public Promotion Rollback { get; init; }

    /// <summary>Where pull requests are opened, with which reviewers and labels.</summary>
    public PullRequestSettings PullRequests { get; init; } = new();

    /// <summary>The Argo CD that follows the GitOps repository; null where the catalog has none.</summary>
    public ArgoCdSettings? ArgoCd { get; init; }

    /// <summary>Where the objectives of services are measured; null where they are not.</summary>
    internal MonitoringSettings? Monitoring { get; init; }

    /// <summary>Where the services answer; null where the catalog does not say.</summary>
    internal EnvironmentAddresses? Addresses { get; init; }

    /// <summary>True where it may be put under load.</summary>
    internal bool TakesLoad { get; init; }

    /// <summary>The times during which nothing is changed.</summary>
    internal ImmutableArray<Freeze> Freezes { get; init; } = [];

    /// <summary>How images are signed, and which attestations are required; null for neither.</summary>
    public SignatureSettings? Signatures { get; init; }

    /// <summary>This environment's own vulnerability policy; null where the platform's holds.</summary>
    public Policy? Policy { get; init; }

    /// <summary>Settings of the repositories in a registry of Amazon ECR.</summary>
    public EcrSettings Ecr { get; init; } = new();

    /// <summary>The roles and repositories that GitHub workflows use for this environment.</summary>
    public GitHubSettings GitHub { get; init; } = new();

    /// <summary>The targets that must not be skipped here because a tool is missing.</summary>
    public required ImmutableHashSet<string> Gates { get; init; }

    /// <summary>True where registry and GitOps repository are created on this machine on first use.</summary>
    public bool IsLocal
    {
        get => field || Name == LocalName;
        init;
    }

    /// <summary>True where an AWS identity is needed: for its registry, or its cluster.</summary>
    internal bool IsOnAws => Ecs is not null || EcrAddress.IsEcr(Registry);

    /// <summary>True where a target must run: a missing tool is then a failure, and otherwise a skip.</summary>
    public bool Requires(string target) => Gates.Contains(target);
}

/// <summary>A Git repository with the manifests of an environment.</summary>
/// <param name="Repository">Anything that <c>git clone</c> accepts.</param>
/// <param name="Branch">The branch that Argo CD follows.</param>
/// <param name="Path">
/// The folder of the manifests, relative to the repository's root; empty for the root itself.
/// </param>
public sealed record GitOpsRepository(string Repository, string Branch, string Path)
{
    /// <summary>
    /// The environment variable that holds the token for <c>https</c>; null where Git's own credentials are used.
    /// </summary>
    public string? TokenVariable { get; init; }

    /// <summary>What writes the images of services that Pipeline leaves to it, by the services' names.</summary>
    public ImmutableSortedDictionary<string, string> Writers { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The token, which must not be written anywhere; null where there is none.</summary>
    public string? ReadToken() => TokenVariable is { } variable ? Environment.GetEnvironmentVariable(variable) : null;
}

/// <summary>How an image is promoted into an environment, from the freest to the most guarded.</summary>
public enum Promotion
{
    /// <summary>By a commit on the environment's branch.</summary>
    Automatic,

    /// <summary>By a pull request that a person merges.</summary>
    PullRequest,
}

namespace Pipeline.Catalog;

/// <summary>A place that images are delivered to: its registry, and how images come to run there.</summary>
public sealed record DeploymentEnvironment
{
    /// <summary>The environment that needs no cloud account and keeps all it makes under <c>artifacts/local/</c>.</summary>
    public const string LocalName = "local";

    /// <summary>The targets that can be a gate.</summary>
    public static readonly ImmutableArray<string> AllGates = ["Compile", "Test", "Lint", "Sast", "Sca", "Scan", "Sbom"];

    /// <summary>The name, such as <c>develop</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The registry's host, with a port where it has one.</summary>
    public required string Registry { get; init; }

    /// <summary>The registry's login; null where it is opened by an identity of AWS, by what <c>docker login</c> has kept, or to everyone.</summary>
    public RegistryLogin? RegistryLogin { get; init; }

    /// <summary>A further tag that moves to each image that is pushed for this environment; null for none.</summary>
    public string? MovingTag { get; init; }

    /// <summary>How images come to run here.</summary>
    public DeploymentKind Deployments => GitOps is null ? DeploymentKind.None : DeploymentKind.GitOps;

    /// <summary>The repository that Argo CD follows; null where images come to run here in no way, or in another one.</summary>
    public required GitOpsRepository? GitOps { get; init; }

    /// <summary>The environment that images are promoted from; null where they are delivered here from the sources alone.</summary>
    public string? PromotedFrom { get; init; }

    /// <summary>How an image gets here from the environment before.</summary>
    public Promotion Promotion { get; init; }

    /// <summary>How an earlier image is brought back here; directly unless the catalog says otherwise, as it is an incident.</summary>
    public Promotion Rollback { get; init; }

    /// <summary>Where pull requests go, and what they bear.</summary>
    public PullRequestSettings PullRequests { get; init; } = new();

    /// <summary>The Argo CD that follows the GitOps repository; null where the catalog says nothing about one.</summary>
    public ArgoCdSettings? ArgoCd { get; init; }

    /// <summary>How images are signed, and what has to be attested of them; null where nobody asks.</summary>
    public SignatureSettings? Signatures { get; init; }

    /// <summary>What has to hold here of vulnerabilities; null where it is what holds everywhere.</summary>
    public Policy? Policy { get; init; }

    /// <summary>What the repositories are like where the registry is one of Amazon ECR.</summary>
    public EcrSettings Ecr { get; init; } = new();

    /// <summary>What workflows on GitHub work with here.</summary>
    public GitHubSettings GitHub { get; init; } = new();

    /// <summary>The targets that may not be skipped here for want of a tool.</summary>
    public required ImmutableHashSet<string> Gates { get; init; }

    /// <summary>True where registry and GitOps repository are made on this machine when they are first used.</summary>
    public bool IsLocal
    {
        get => field || Name == LocalName;
        init;
    }

    /// <summary>True where <paramref name="target"/> has to have run: a missing tool is a failure then, and a skip otherwise.</summary>
    public bool Requires(string target) => Gates.Contains(target);
}

/// <summary>A Git repository with the manifests of an environment.</summary>
/// <param name="Repository">Anything that <c>git clone</c> takes.</param>
/// <param name="Branch">The branch that Argo CD follows.</param>
/// <param name="Path">The folder of the manifests, relative to the repository's root; empty for the root itself.</param>
public sealed record GitOpsRepository(string Repository, string Branch, string Path)
{
    /// <summary>The environment variable that holds the token for <c>https</c>; null where Git knows how to log in by itself.</summary>
    public string? TokenVariable { get; init; }

    /// <summary>The work tree of the sources, whose own Git configuration may say how remotes are reached; null where it does not count.</summary>
    public string? Sources { get; init; }

    /// <summary>The token; null where there is none. It must not be written anywhere.</summary>
    public string? ReadToken() => TokenVariable is { } variable ? Environment.GetEnvironmentVariable(variable) : null;
}

/// <summary>How an image gets into an environment from the one before, from the freest to the most guarded.</summary>
public enum Promotion
{
    /// <summary>By a commit on the environment's branch.</summary>
    Automatic,

    /// <summary>By a pull request that a person merges.</summary>
    PullRequest,
}

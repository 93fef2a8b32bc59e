using Pipeline.Workflows.Graph;
using Pipeline.Workflows.Model;

namespace Pipeline.Workflows.Design;

/// <summary>
/// The design of a workflow, in addition to the target graph: its triggers, and what its jobs work on.
/// </summary>
public sealed record WorkflowDesign
{
    /// <summary>The workflow's name; its file is <c>NAME.yml</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The comment at the head of each file, line by line.</summary>
    public ImmutableArray<string> Comment { get; init; } = [];

    /// <summary>The targets; their dependencies are included.</summary>
    public required ImmutableArray<string> Targets { get; init; }

    /// <summary>Its triggers.</summary>
    public required ImmutableArray<Trigger> Triggers { get; init; }

    /// <summary>Its concurrency group; null for none.</summary>
    public Concurrency? Concurrency { get; init; }

    /// <summary>The label of the machines.</summary>
    public string Runner { get; init; } = "ubuntu-24.04";

    /// <summary>The build script.</summary>
    public string Script { get; init; } = "./build.sh";

    /// <summary>True where sources lie in submodules, which each job then checks out too.</summary>
    public bool HasSubmodules { get; init; }

    /// <summary>The source of services for jobs per service; null for a workflow without such jobs.</summary>
    public ServiceDiscovery? Services { get; init; }

    /// <summary>How the build takes over what earlier jobs handed over; null: all files are put in place.</summary>
    public JobHandover? Handover { get; init; }

    /// <summary>Where targets write reports that later jobs read; null for a workflow without such.</summary>
    public JobReports? Reports { get; init; }

    /// <summary>
    /// The file in which the build states each right that it uses; jobs with rights keep it as an artifact,
    /// <c>audit-ATTEMPT-JOB</c>, however they end. Null for a build without one.
    /// </summary>
    public string? AuditLog { get; init; }

    /// <summary>
    /// The environment of jobs without an entry in <see cref="Environments"/>; null for a build without environments.
    /// </summary>
    public JobEnvironment? Environment { get; init; }

    /// <summary>The environments of single jobs.</summary>
    public ImmutableDictionary<string, JobEnvironment> Environments { get; init; } =
        ImmutableDictionary<string, JobEnvironment>.Empty;

    /// <summary>The values of <c>matrix.environment</c>, for jobs that are run for each environment.</summary>
    public ImmutableArray<string> EnvironmentNames { get; init; } = [];

    /// <summary>The inputs, for parameters of the build.</summary>
    public ImmutableArray<NamedValue> Parameters { get; init; } = [];

    /// <summary>The condition of all jobs; null for none.</summary>
    public string? If { get; init; }

    /// <summary>
    /// The target that reports whether all jobs succeeded, from the parameter <c>Results</c>: the only check to
    /// require. Null for no such job.
    /// </summary>
    public string? Gate { get; init; }
}

/// <summary>The source of services for jobs per service.</summary>
public sealed record ServiceDiscovery
{
    /// <summary>
    /// The target that finds them, and writes <c>services</c>, <c>matrix</c> and <c>chunks</c> to <c>GITHUB_OUTPUT</c>,
    /// in a job of its own before all others; null: the workflow's input <c>service</c> names one.
    /// </summary>
    public string? Target { get; init; }

    /// <summary>The target's arguments.</summary>
    public ImmutableArray<string> Arguments { get; init; } = [];

    /// <summary>The largest number of services: above 256, they are split into chunks.</summary>
    public int Most { get; init; } = 1;

    /// <summary>
    /// The languages that versions of are named, by what the target's outputs call them, with the action that installs
    /// one: where there are any, the target leaves <c>versions</c> too, and in each leg of <c>matrix</c> those of its
    /// service.
    /// </summary>
    public ImmutableArray<LanguageSetup> Languages { get; init; } = [];

    /// <summary>The parameter that takes the services, separated by commas.</summary>
    public string Parameter { get; init; } = "service";

    // A caller with one service names no versions.
    internal bool HasVersions(JobNode job) => job.Versions && Target is not null && !Languages.IsEmpty;
}

/// <summary>The environment of a job, with its rights.</summary>
/// <param name="Name">
/// The build's name of the environment, or an expression for it; null for a build without environments.
/// </param>
public sealed record JobEnvironment(string? Name)
{
    /// <summary>GitHub's environment, which guards secrets and identity; null for the same name.</summary>
    public string? Guard { get; init; }

    /// <summary>Its features, for <see cref="NeedsAttribute.When"/>.</summary>
    public ImmutableHashSet<string> Features { get; init; } = [];

    /// <summary>The identities of jobs, by their name in <see cref="NeedsIdentityAttribute"/>.</summary>
    public ImmutableDictionary<string, JobIdentity> Identities { get; init; } =
        ImmutableDictionary<string, JobIdentity>.Empty;

    /// <summary>The repositories for GitHub Apps, by the app's name in <see cref="NeedsAppAttribute"/>.</summary>
    public ImmutableDictionary<string, AppRepository> Apps { get; init; } =
        ImmutableDictionary<string, AppRepository>.Empty;

    /// <summary>The variables with secrets, by the secret's name in <see cref="NeedsSecretAttribute"/>.</summary>
    public ImmutableDictionary<string, ImmutableArray<string>> Secrets { get; init; } =
        ImmutableDictionary<string, ImmutableArray<string>>.Empty;

    /// <summary>True where a person chooses it: then it never becomes part of the command.</summary>
    public bool IsChosen { get; init; }
}

/// <summary>An identity of a job, by OpenID Connect, or by secrets.</summary>
/// <param name="Name">Its name for readers: "the role of develop".</param>
public sealed record JobIdentity(string Name)
{
    /// <summary>The variables by which the build and cloud clients use it.</summary>
    public ImmutableArray<NamedValue> Variables { get; init; } = [];

    /// <summary>The secrets that are the identity, by their variables; none: it is by OpenID Connect.</summary>
    public ImmutableSortedDictionary<string, string> Secrets { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty;
}

/// <summary>A repository, or several of one owner, for a GitHub App.</summary>
/// <param name="Owner">The owner, or an expression for it.</param>
/// <param name="Name">Its name, several separated by commas, or an expression for them.</param>
/// <param name="Variables">The environment variables that the build reads the token from.</param>
public sealed record AppRepository(string Owner, string Name, params ImmutableArray<string> Variables)
{
    /// <summary>The app's rights there at most; empty for whatever a target needs.</summary>
    public ImmutableArray<Scope> Scopes { get; init; } = [];

    /// <summary>True for the workflow's own repository: the job's token is enough, without an app.</summary>
    public bool IsOwn { get; init; }

    /// <summary>The secret with a personal access token, in place of an app's; null for none.</summary>
    public string? TokenSecret { get; init; }

    /// <summary>The secret with an app's private key.</summary>
    /// <param name="app">The app's name in <see cref="NeedsAppAttribute"/>.</param>
    public static string PrivateKeyOf(string app) => $"{JobSteps.Variable(app)}_APP_PRIVATE_KEY";
}

using Pipeline.Workflows.Graph;
using Pipeline.Workflows.Model;

namespace Pipeline.Workflows.Design;

/// <summary>What the target graph does not say of a workflow: when it starts, and what its jobs work on.</summary>
public sealed record WorkflowDesign
{
    /// <summary>The workflow's name; its file is <c>NAME.yml</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The comment at the head of each file, line by line.</summary>
    public ImmutableArray<string> Comment { get; init; } = [];

    /// <summary>The targets that it is for; what they depend on comes along.</summary>
    public required ImmutableArray<string> Targets { get; init; }

    /// <summary>What starts it.</summary>
    public required ImmutableArray<Trigger> Triggers { get; init; }

    /// <summary>Which of its runs wait for each other; null: none.</summary>
    public Concurrency? Concurrency { get; init; }

    /// <summary>The label of the machines.</summary>
    public string Runner { get; init; } = "ubuntu-24.04";

    /// <summary>The build script.</summary>
    public string Script { get; init; } = "./build.sh";

    /// <summary>Where jobs that are run for each service get the services from; null: there are no such jobs.</summary>
    public ServiceSource? Services { get; init; }

    /// <summary>What jobs work on, where <see cref="Environments"/> does not say another; null: the build has no environments.</summary>
    public JobEnvironment? Environment { get; init; }

    /// <summary>What single jobs work on.</summary>
    public ImmutableDictionary<string, JobEnvironment> Environments { get; init; } =
        ImmutableDictionary<string, JobEnvironment>.Empty;

    /// <summary>The values of <c>matrix.environment</c>, for jobs that are run for each environment.</summary>
    public ImmutableArray<string> EnvironmentNames { get; init; } = [];

    /// <summary>What a person, or the caller, gives the build's parameters.</summary>
    public ImmutableArray<NamedValue> Parameters { get; init; } = [];

    /// <summary>The expression without which nothing runs; null: none.</summary>
    public string? If { get; init; }

    /// <summary>
    /// The target that says whether all jobs went well, from the parameter <c>Results</c>: the only check that has to be required.
    /// Null: there is no such job.
    /// </summary>
    public string? Gate { get; init; }
}

/// <summary>Where jobs that are run for each service get the services from.</summary>
public sealed record ServiceSource
{
    /// <summary>
    /// The target that finds them, and leaves <c>services</c>, <c>matrix</c> and <c>chunks</c> in <c>GITHUB_OUTPUT</c>, in a job of
    /// its own before all others; null: the workflow's input <c>service</c> names one.
    /// </summary>
    public string? Target { get; init; }

    /// <summary>What that target is given.</summary>
    public ImmutableArray<string> Arguments { get; init; } = [];

    /// <summary>The most services that there can be: above 256, they are dealt out in chunks.</summary>
    public int Most { get; init; } = 1;

    /// <summary>
    /// The languages that versions of are named, by what the target's outputs call them, with the action that installs one: where there
    /// are any, the target leaves <c>versions</c> too, and in each leg of <c>matrix</c> those of its service.
    /// </summary>
    public ImmutableArray<LanguageSetup> Languages { get; init; } = [];

    /// <summary>The parameter that takes the services, parted by commas.</summary>
    public string Parameter { get; init; } = "service";

    /// <summary>
    /// The argument by which targets leave out services that earlier jobs left no files of, as they failed there; null: there is none.
    /// </summary>
    public string? OnlyHandedOver { get; init; }

    // Who calls with one service names no versions.
    internal bool HasVersions(JobNode job) => job.Versions && Target is not null && !Languages.IsEmpty;
}

/// <summary>What a job works on, and what that lets it do.</summary>
/// <param name="Name">The environment as the build knows it, or an expression of it; null: the build knows none.</param>
public sealed record JobEnvironment(string? Name)
{
    /// <summary>GitHub's environment, which guards secrets and identity; null: it has the same name.</summary>
    public string? Guard { get; init; }

    /// <summary>What it has, of what <see cref="NeedsAttribute.When"/> asks for.</summary>
    public ImmutableHashSet<string> Features { get; init; } = [];

    /// <summary>The identities that jobs can show, by what <see cref="NeedsIdentityAttribute"/> calls them.</summary>
    public ImmutableDictionary<string, JobIdentity> Identities { get; init; } =
        ImmutableDictionary<string, JobIdentity>.Empty;

    /// <summary>The repositories that apps work on, by what <see cref="NeedsAppAttribute"/> calls the app.</summary>
    public ImmutableDictionary<string, AppRepository> Apps { get; init; } =
        ImmutableDictionary<string, AppRepository>.Empty;

    /// <summary>The variables that hold secrets, by what <see cref="NeedsSecretAttribute"/> calls them.</summary>
    public ImmutableDictionary<string, ImmutableArray<string>> Secrets { get; init; } =
        ImmutableDictionary<string, ImmutableArray<string>>.Empty;

    /// <summary>True where a person chooses it: it never becomes a part of the command then.</summary>
    public bool IsChosen { get; init; }
}

/// <summary>An identity that a job can show.</summary>
/// <param name="Name">Who it is, as a reader is told: "the role of develop".</param>
public sealed record JobIdentity(string Name)
{
    /// <summary>The variables that tell the build, and the clients of a cloud, who it is.</summary>
    public ImmutableArray<NamedValue> Variables { get; init; } = [];
}

/// <summary>A repository, or several of one owner, that a GitHub App works on.</summary>
/// <param name="Owner">The account that owns it, or an expression of it.</param>
/// <param name="Name">Its name, those of several parted by commas, or an expression of that.</param>
/// <param name="Variables">The environment variables that the build reads the token from.</param>
public sealed record AppRepository(string Owner, string Name, params ImmutableArray<string> Variables)
{
    /// <summary>What an app is let do there at most; none: whatever a target needs.</summary>
    public ImmutableArray<Scope> Scopes { get; init; } = [];

    /// <summary>True where it is the repository that the workflow is in: the job's own token does, and no app is asked.</summary>
    public bool IsOwn { get; init; }

    /// <summary>The secret that holds an app's private key.</summary>
    /// <param name="app">What <see cref="NeedsAppAttribute"/> calls the app.</param>
    public static string PrivateKeyOf(string app) => $"{JobSteps.Variable(app)}_APP_PRIVATE_KEY";
}

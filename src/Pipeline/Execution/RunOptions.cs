using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Execution.Cache;
using Pipeline.Execution.Graph;
using Pipeline.Execution.Recovery;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Secrets;
using Pipeline.Planning;

namespace Pipeline.Execution;

/// <summary>What a run works on, and how.</summary>
internal sealed record RunOptions : IRunScope
{
    /// <inheritdoc />
    public required Platform Platform { get; init; }

    /// <inheritdoc />
    public required DeploymentEnvironment Environment { get; init; }

    /// <inheritdoc />
    public required SourceRevision Source { get; init; }

    /// <inheritdoc />
    public required ImmutableArray<ImageSource> Selected { get; init; }

    /// <summary>The invoked targets, by name.</summary>
    public ImmutableArray<string> Targets { get; init; } = [];

    /// <summary>The run being resumed; null for a new one.</summary>
    public Resumption? Resumed { get; init; }

    /// <inheritdoc />
    public required AbsolutePath Artifacts { get; init; }

    /// <summary>How many steps run at a time.</summary>
    public int Parallel { get; init; } = System.Environment.ProcessorCount;

    /// <summary>Limits that override those that targets declare.</summary>
    public ImmutableArray<StepLimit> Limits { get; init; } = [];

    /// <summary>True to end the run at the first failure.</summary>
    public bool FailFast { get; init; }

    /// <inheritdoc />
    public TimeSpan StepTimeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>
    /// The search path for programs, in the form of <c>PATH</c>; null: that of the process. It is read right before the
    /// first step, since earlier targets may fetch tools.
    /// </summary>
    public Lazy<string?> SearchPath { get; init; } = new((string?)null);

    /// <summary>The cache of results; null to run every step.</summary>
    public CacheOptions? Cache { get; init; }

    /// <inheritdoc />
    public ImmutableArray<object> Extensions { get; init; } = [];

    /// <summary>The keys of its steps, where they were started ahead; the run disposes them.</summary>
    public CacheKeys? Keys { get; init; }

    /// <summary>Values that must not be written anywhere.</summary>
    public ImmutableArray<string> Secrets { get; init; } = [];

    /// <summary>Knows the secrets of the run; a value that the catalog states is none.</summary>
    internal Redaction ToRedaction() =>
        new(
            [
                .. Secrets,
                .. Platform.Environments.Select(environment => environment.GitOps?.ReadToken()).OfType<string>(),
            ],
            StatedWords.Of(Platform)
        );

    /// <summary>Further arguments that a command to run one step again needs.</summary>
    public ImmutableArray<string> Settings { get; init; } = [];

    /// <summary>The header of the run's journal.</summary>
    /// <param name="plan">Its targets.</param>
    internal JournalHeader Header(IEnumerable<PlannedTarget> plan) =>
        new()
        {
            Commit = Source.Commit,
            Environment = Environment.Name,
            Targets = Targets,
            Steps = [.. plan.Where(target => target.Steps is not null).Select(target => target.Name)],
            Services = [.. Selected.Select(source => source.Name)],
            Parallel = Parallel,
            FailFast = FailFast,
            StepTimeout = StepTimeout.TotalMinutes,
        };
}

using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Execution.Cache;
using Pipeline.Execution.Graph;
using Pipeline.Execution.Recovery;
using Pipeline.Execution.Steps;
using Pipeline.Planning;

namespace Pipeline.Execution;

/// <summary>What a run works on, and how.</summary>
public sealed record RunOptions : IRunScope
{
    /// <inheritdoc />
    public required Platform Platform { get; init; }

    /// <inheritdoc />
    public required DeploymentEnvironment Environment { get; init; }

    /// <inheritdoc />
    public required SourceRevision Source { get; init; }

    /// <inheritdoc />
    public required ImmutableArray<ImageSource> Selected { get; init; }

    /// <summary>The targets that were asked for, by name.</summary>
    public ImmutableArray<string> Targets { get; init; } = [];

    /// <summary>The earlier run that is gone on with; null for a new one.</summary>
    public Resumption? Resumed { get; init; }

    /// <inheritdoc />
    public required AbsolutePath Artifacts { get; init; }

    /// <summary>How many steps run at a time.</summary>
    public int Parallel { get; init; } = System.Environment.ProcessorCount;

    /// <summary>The numbers that hold in place of those that targets declare.</summary>
    public ImmutableArray<StepLimit> Limits { get; init; } = [];

    /// <summary>True where the first failure ends the run.</summary>
    public bool FailFast { get; init; }

    /// <inheritdoc />
    public TimeSpan StepTimeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>
    /// The folders that steps find programs in, written as in <c>PATH</c>; null: those of the process. It is asked for right before the
    /// first step, as targets before may have fetched tools.
    /// </summary>
    public Lazy<string?> SearchPath { get; init; } = new((string?)null);

    /// <summary>Where results are kept, and taken from; null where every step is run.</summary>
    public CacheOptions? Cache { get; init; }

    /// <inheritdoc />
    public ImmutableArray<object> Extensions { get; init; } = [];

    /// <summary>The keys of its steps, where they were begun ahead; the run gives them back.</summary>
    public CacheKeys? Keys { get; init; }

    /// <summary>Values that must not be written anywhere.</summary>
    public ImmutableArray<string> Secrets { get; init; } = [];

    /// <summary>The arguments beside targets, services and environment that another run of a step takes over.</summary>
    public ImmutableArray<string> Settings { get; init; } = [];

    /// <summary>What the journal tells of the run.</summary>
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

using Nuke.Common.IO;
using Pipeline.Execution;
using Pipeline.Execution.Steps;

namespace Pipeline.Build.Reporting.Terminal;

/// <summary>The progress of a run, for a view.</summary>
/// <param name="run">The run, once its steps are known.</param>
internal sealed class RunProgress(PipelineRun run)
{
    private readonly HashSet<StepKey> planned = [.. run.Planned];
    private readonly Dictionary<StepKey, Step> ended = [];
    private readonly Dictionary<StepKey, RunningStep> running = [];
    private readonly int[] counts = new int[Enum.GetValues<StepStatus>().Length];

    /// <summary>The targets, in their order.</summary>
    public ImmutableArray<string> Targets { get; } = [.. run.Planned.Select(step => step.Target).Distinct()];

    /// <summary>The services, in their order.</summary>
    public ImmutableArray<string> Services { get; } = [.. run.Options.Selected.Select(service => service.Name)];

    /// <summary>The number of steps.</summary>
    public int Total => planned.Count;

    /// <summary>The number of ended steps.</summary>
    public int Ended => ended.Count;

    /// <summary>The steps that run, the longest running first.</summary>
    public IEnumerable<RunningStep> Running => running.Values.OrderBy(step => step.Started);

    /// <summary>When the run was prepared.</summary>
    public DateTimeOffset Started => run.Started;

    /// <summary>True once the run is ending.</summary>
    public bool IsEnding => run.IsEnding;

    /// <summary>The number of ended steps with a status.</summary>
    public int Count(StepStatus status) => counts[(int)status];

    /// <summary>The end of a step; null where it has not ended.</summary>
    public Step? EndOf(StepKey step) => ended.GetValueOrDefault(step);

    /// <summary>A running step; null where it does not run.</summary>
    public RunningStep? RunningOf(StepKey step) => running.GetValueOrDefault(step);

    /// <summary>A step has started.</summary>
    public void Start(StepKey step, AbsolutePath log, DateTimeOffset now) => running[step] = new(step, log, now);

    /// <summary>A step has ended.</summary>
    public void End(Step step)
    {
        running.Remove(step.Key);
        if (ended.TryAdd(step.Key, step))
            counts[(int)step.Result.Status]++;
    }
}

/// <summary>A running step.</summary>
/// <param name="Key">Which one.</param>
/// <param name="Log">Its log.</param>
/// <param name="Started">When it began.</param>
internal sealed record RunningStep(StepKey Key, AbsolutePath Log, DateTimeOffset Started);

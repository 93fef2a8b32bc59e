using Nuke.Common.IO;
using Pipeline.Execution;
using Pipeline.Execution.Steps;

namespace Pipeline.Build.Reporting.Terminal;

/// <summary>How far a run has come, as a view of it needs to know.</summary>
/// <param name="run">The run, its steps known.</param>
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

    /// <summary>How many steps there are.</summary>
    public int Total => planned.Count;

    /// <summary>How many steps have ended.</summary>
    public int Ended => ended.Count;

    /// <summary>The steps that run, the longest running first.</summary>
    public IEnumerable<RunningStep> Running => running.Values.OrderBy(step => step.Started);

    /// <summary>When the run was prepared.</summary>
    public DateTimeOffset Started => run.Started;

    /// <summary>True once the run is told to end.</summary>
    public bool IsEnding => run.IsEnding;

    /// <summary>How many steps have ended in a way.</summary>
    public int Count(StepStatus status) => counts[(int)status];

    /// <summary>How a step has ended; null where it has not.</summary>
    public Step? EndOf(StepKey step) => ended.GetValueOrDefault(step);

    /// <summary>The step while it runs; else null.</summary>
    public RunningStep? RunningOf(StepKey step) => running.GetValueOrDefault(step);

    /// <summary>A step has begun.</summary>
    public void Start(StepKey step, AbsolutePath log, DateTimeOffset now) => running[step] = new(step, log, now);

    /// <summary>A step has ended.</summary>
    public void End(Step step)
    {
        running.Remove(step.Key);
        if (ended.TryAdd(step.Key, step))
            counts[(int)step.Result.Status]++;
    }
}

/// <summary>A step that has begun and not ended.</summary>
/// <param name="Key">Which one.</param>
/// <param name="Log">Its log.</param>
/// <param name="Started">When it began.</param>
internal sealed record RunningStep(StepKey Key, AbsolutePath Log, DateTimeOffset Started);

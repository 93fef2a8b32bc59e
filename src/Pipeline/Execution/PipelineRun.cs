using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Nuke.Common.Execution;
using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Execution.Cache;
using Pipeline.Execution.Graph;
using Pipeline.Execution.Logs;
using Pipeline.Execution.Recovery;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Processes;
using Pipeline.Foundation.Secrets;

namespace Pipeline.Execution;

/// <summary>A run: the steps of the scheduled targets for the selected services, and their results.</summary>
internal sealed class PipelineRun : IStepHost, IAsyncDisposable
{
    private static PipelineRun? current;

    private readonly CancellationTokenSource cancellation = new();
    private readonly List<PosixSignalRegistration> signals = [];
    private readonly ConcurrentDictionary<StepKey, Step> steps = new();
    private readonly ConcurrentDictionary<StepKey, StepKey> blockers = new();
    private readonly Dictionary<StepKey, ImmutableArray<StepKey>> predecessors = [];
    private readonly ImmutableArray<IRunObserver> observers;
    private readonly StepCache? cache;
    private readonly RunTrace trace;
    private readonly Lazy<IReadOnlyDictionary<string, Task>> targets;
    private Journal? journal;
    private volatile bool isInterrupted;

    /// <summary>Prepares a run; nothing starts before the first target is awaited.</summary>
    /// <param name="options">What it works on, and how.</param>
    /// <param name="plan">NUKE's plan, in its order.</param>
    /// <param name="observers">Observe the run.</param>
    public PipelineRun(
        RunOptions options,
        IReadOnlyCollection<ExecutableTarget> plan,
        params ImmutableArray<IRunObserver> observers
    )
        : this(options, () => TargetOrder.Of([.. plan.Select(PlannedTarget.From)]), observers) { }

    internal PipelineRun(
        RunOptions options,
        Func<ImmutableArray<PlannedTarget>> plan,
        ImmutableArray<IRunObserver> observers
    )
    {
        Options = options;
        this.observers = observers;
        Redaction = options.ToRedaction();
        trace = new(options.Platform.Name);
        Handover = new(options.Artifacts, options.Source, Redaction, isResumed: options.Resumed is not null);
        Resources = new();
        cache = options.Cache is { } kept ? new(options, kept, options.Keys, Handover, Redaction, Warn) : null;
        // Skipped targets are only known once NUKE has started to walk the plan.
        targets = new(() => Start(plan()));
    }

    /// <summary>The run of the build.</summary>
    /// <exception cref="InvalidOperationException">There is none yet.</exception>
    public static PipelineRun Current
    {
        get =>
            current
            ?? throw new InvalidOperationException(
                $"{nameof(PipelineRun)}.{nameof(Current)} is set before targets run."
            );
        set => current = value;
    }

    /// <summary>What it works on, and how.</summary>
    public RunOptions Options { get; }

    /// <summary>The steps that have ended, in the order of their start.</summary>
    public ImmutableArray<Step> Steps => [.. steps.Values.OrderBy(step => step.Started)];

    /// <summary>
    /// All steps of the run: by target, in the order of dependencies and then of declaration, and within a target by
    /// the services' order. None before the first target is awaited.
    /// </summary>
    public ImmutableArray<StepKey> Planned { get; private set; } = [];

    /// <summary>The steps that a step waited for.</summary>
    public ImmutableArray<StepKey> PredecessorsOf(StepKey step) => predecessors.GetValueOrDefault(step, []);

    /// <summary>Where a step's log is, once it has run.</summary>
    public AbsolutePath LogOf(StepKey step) => Options.Artifacts / "logs" / step.Service / $"{step.Target}.log";

    /// <summary>A text with this run's secrets redacted.</summary>
    public string Redact(string text) => Redaction.Apply(text);

    /// <summary>True once no further step starts and running ones are cancelled.</summary>
    public bool IsEnding => cancellation.IsCancellationRequested;

    /// <summary>When the run was prepared.</summary>
    public DateTimeOffset Started { get; } = DateTimeOffset.UtcNow;

    /// <summary>What steps hand over to later ones.</summary>
    public Handover Handover { get; }

    internal RunResources Resources { get; }

    internal Redaction Redaction { get; }

    /// <summary>Waits for a target's steps; the first call starts the steps of all targets.</summary>
    /// <exception cref="TargetFailedException">Not all of them passed.</exception>
    public async Task Complete(string target)
    {
        if (targets.Value.TryGetValue(target, out var ended))
            await ended;

        var bad = Steps.Where(step => step.Key.Target == target && !step.Result.LetsContinue).ToArray();
        if (bad.Length > 0)
            throw new TargetFailedException(bad);
    }

    /// <summary>Gives up what is still being uploaded to the shared cache.</summary>
    public void StopSharing() => cache?.StopSharing();

    /// <summary>Ends running steps, and everything that was started for the run.</summary>
    public async ValueTask DisposeAsync()
    {
        // A user who ends a run early does not want to wait for uploads to the shared cache.
        var isUnfinished = targets.IsValueCreated && !HasEnded;
        if (isUnfinished)
            StopSharing();
        await cancellation.CancelAsync();
        // Failures have reached the awaiting targets; resources are released all the same.
        if (targets.IsValueCreated)
            await Task.WhenAll(targets.Value.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (cache is not null)
            await cache.DisposeAsync();
        await Resources.DisposeAsync();
        // Ctrl-C in a terminal also reaches the programs of steps: what one had started in the background then lives on
        // without a parent that would lead to it.
        if (isUnfinished || isInterrupted)
            Orphans.End(Options.Artifacts);
        if (MarkedProcesses.EndUnmarked(StepSandbox.Variable) is { IsEmpty: false } hidden)
            Warn(
                $"programs of services had left their step's environment and were still running, and were ended: {string.Join(", ", hidden)}"
            );
        if (journal is not null)
        {
            await journal.DisposeAsync();
            if (journal.Trouble is { } trouble)
                Warn(trouble);
        }

        trace.End(Steps, isInterrupted);
        signals.ForEach(signal => signal.Dispose());
        cancellation.Dispose();
    }

    IRunScope IStepHost.Scope => Options;

    RunResources IStepHost.Resources => Resources;

    Redaction IStepHost.Redaction => Redaction;

    AbsolutePath IStepHost.CreateScratch(string purpose) => Scratch.Create(Options.Artifacts, purpose).FullName;

    void IStepHost.Tell(StepKey step, string line)
    {
        var redacted = Shown(line);
        foreach (var observer in observers)
            observer.StepTold(step, redacted);
    }

    private bool HasEnded => targets.IsValueCreated && targets.Value.Values.All(target => target.IsCompleted);

    private Dictionary<string, Task> Start(ImmutableArray<PlannedTarget> plan)
    {
        // NUKE finishes a build on Ctrl-C, which disposes the run; nothing else handles these.
        signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop));
        signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop));
        signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt));

        // A modified downloaded tool ends the run, rather than each of its steps.
        _ = Options.SearchPath.Value;
        plan = Options.Resumed?.Restrict(plan) ?? plan;
        var nodes = StepGraph.Expand(plan, Options.Selected, Options.Platform);
        foreach (var (step, before) in nodes.SelectMany(node => node.Steps()))
            predecessors[step] = before;

        var limits = StepLimit.Settle(plan.Select(target => target.Steps).OfType<ServiceTarget>(), Options.Limits);
        journal = Journal.Open(Options, Options.Header(plan), Options.Resumed);
        var places = plan.Select((target, place) => (target.Name, place))
            .ToDictionary(one => one.Name, one => one.place);
        Planned =
        [
            .. nodes
                .OrderBy(node => places[node.Target.Name])
                .SelectMany(node => node.Subjects.Select(service => new StepKey(node.Target.Name, service.Name))),
        ];
        foreach (var observer in observers)
            observer.RunStarted(this);
        foreach (var unread in Options.Selected.SelectMany(source => source.UnreadImages))
            Warn(unread);
        var ends = nodes.ToDictionary(
            node => node,
            _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
        );
        _ = Scheduler.Run(
            nodes,
            Options.Parallel,
            limits,
            async node =>
            {
                try
                {
                    await Run(node);
                    ends[node].SetResult();
                }
                catch (Exception failure)
                {
                    // An exception of an observer, such as a closed console: it surfaces where the target is awaited.
                    ends[node].SetException(failure);
                }
            }
        );
        return ends.GroupBy(end => end.Key.Target.Name, end => end.Value.Task)
            .ToDictionary(group => group.Key, Task.WhenAll);
    }

    // What has done all its work needs no end that is earlier than its own.
    private void Interrupt(PosixSignalContext signal)
    {
        signal.Cancel = HasEnded;
        if (!signal.Cancel)
            isInterrupted = true;
    }

    // The run winds down by itself: steps end their processes, and resources are released.
    private void Stop(PosixSignalContext signal)
    {
        signal.Cancel = isInterrupted = true;
        cancellation.Cancel();
    }

    private async Task Run(StepNode node)
    {
        var contexts = ImmutableArray.CreateBuilder<StepContext>();
        foreach (var service in node.Subjects)
        {
            var key = new StepKey(node.Target.Name, service.Name);
            if (Obstacle(key) is { } obstacle)
                End(new(key, StepResult.Blocked(obstacle), DateTimeOffset.UtcNow, TimeSpan.Zero), null);
            else if (Options.Resumed?.Find(key) is { } earlier)
                TakeOver(key, earlier);
            else
                contexts.Add(new StepContext(this, key, service));
        }

        if (contexts.Count == 0)
            return;
        using var span = trace.Begin(node.Target.Name, [.. contexts.Select(context => context.Key.Service)]);
        if (cache is not null && await cache.Replay(node, contexts[0], cancellation.Token) is { } replayed)
        {
            Record(replayed, contexts[0], span);
            return;
        }

        foreach (var context in contexts)
            journal!.Started(context.Key);
        Func<StepContext, Step, Task>? keep = cache is null ? null : (context, step) => cache.Keep(node, context, step);
        await new StepExecution(Options, cancellation.Token, keep, Retry).Run(
            node.Target,
            contexts.ToImmutable(),
            (step, context) => Record(step, context, span)
        );
    }

    private void Record(Step step, StepContext context, StepSpan span)
    {
        End(step, context.Log.File);
        span.Take(steps[step.Key]);
        journal!.Ended(steps[step.Key]);
    }

    private void Warn(string message)
    {
        foreach (var observer in observers)
            observer.Warned(Shown(message));
    }

    // The journal has it already.
    private void TakeOver(StepKey step, RecordedStep earlier)
    {
        Handover.Adopt(step, fromCommit: earlier.Changes.Count == 0);
        End(new(step, earlier.Result, DateTimeOffset.UtcNow, TimeSpan.Zero), LogOf(step));
    }

    private string? Obstacle(StepKey step)
    {
        var stopped = PredecessorsOf(step)
            .Select(before => steps[before])
            .FirstOrDefault(before => !before.Result.LetsContinue);
        if (stopped is null)
            return cancellation.IsCancellationRequested ? "the run was ended" : null;

        var isBlocked = stopped.Result.Status == StepStatus.Blocked;
        if (isBlocked && !blockers.ContainsKey(stopped.Key))
            return stopped.Result.Reason;
        var blocker = blockers[step] = isBlocked ? blockers[stopped.Key] : stopped.Key;
        return blocker.Service == step.Service
            ? $"{blocker.Target} failed"
            : $"{blocker.Target} of {blocker.Service} failed";
    }

    private void Retry(StepContext context, int attempt, TimeSpan delay, string reason)
    {
        foreach (var observer in observers)
            observer.StepRetried(context.Key, attempt, delay, Shown(reason));
    }

    void IStepHost.Begin(StepContext context)
    {
        foreach (var observer in observers)
            observer.StepStarted(context.Key, context.Log.File);
    }

    private string Shown(string text) => PlainText.Of(Redaction.Apply(text));

    private void End(Step step, AbsolutePath? log)
    {
        var redacted = step with
        {
            Result = step.Result with { Reason = step.Result.Reason is { } reason ? Redaction.Apply(reason) : null },
        };
        steps[step.Key] = redacted;
        foreach (var observer in observers)
            observer.StepEnded(redacted, log);
        if (Options.FailFast && step.Result.Status == StepStatus.Failed)
            cancellation.Cancel();
    }
}

/// <summary>Steps of a target did not pass; the message names the services whose steps failed.</summary>
internal sealed class TargetFailedException(IReadOnlyCollection<Step> steps) : Exception(Describe(steps))
{
    private const int MostNamed = 5;

    // Each step has reported its own reason; a thousand in one message would be unreadable.
    private static string Describe(IReadOnlyCollection<Step> steps)
    {
        var failed = steps.Where(step => step.Result.Status == StepStatus.Failed).ToArray();
        var names = string.Join(", ", failed.Take(MostNamed).Select(step => step.Key.Service));
        var more = failed.Length > MostNamed ? $" and {failed.Length - MostNamed} more" : "";
        var blocked = steps.Count - failed.Length;
        return failed.Length == 0 ? $"{blocked} blocked"
            : blocked == 0 ? $"{names}{more} failed"
            : $"{names}{more} failed, {blocked} blocked";
    }
}

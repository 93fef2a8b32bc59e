using System.Collections.Concurrent;
using Pipeline.Execution;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;

namespace Pipeline.Tests.Execution;

/// <summary>What a step of a random graph does.</summary>
public enum Deed
{
    /// <summary>It passes.</summary>
    Pass,

    /// <summary>Its result is a failure.</summary>
    Fail,

    /// <summary>It throws what nobody has foreseen.</summary>
    Throw,

    /// <summary>What may pass by itself gets in its way, and stays.</summary>
    Break,

    /// <summary>What passes by itself gets in its way once.</summary>
    Flicker,

    /// <summary>It does not end by itself.</summary>
    Hang,
}

/// <summary>A target of a random graph.</summary>
/// <param name="Before">Which earlier targets it depends on (bits).</param>
/// <param name="Together">True where it takes all services at once.</param>
/// <param name="Ordered">True where a service's step comes after that of the services that it depends on.</param>
/// <param name="Limits">Which limits it is under (bits).</param>
/// <param name="Retries">How often it is tried again.</param>
/// <param name="Deeds">What its step does, by service.</param>
public sealed record RandomTarget(
    int Before,
    bool Together,
    bool Ordered,
    int Limits,
    int Retries,
    ImmutableArray<Deed> Deeds
)
{
    public bool Passes(int service) =>
        Deeds[service] == Deed.Pass || (Deeds[service] == Deed.Flicker && !Together && Retries > 0);
}

/// <summary>A random graph.</summary>
/// <param name="Targets">Its targets.</param>
/// <param name="Depends">Which earlier services each service depends on (bits).</param>
/// <param name="Parallel">How many steps run at a time.</param>
public sealed record RandomGraph(ImmutableArray<RandomTarget> Targets, ImmutableArray<int> Depends, int Parallel)
{
    internal static ImmutableArray<StepLimit> Limits { get; } = [new(1, "engine"), new(2, "network")];

    /// <summary>The services, each with those that it depends on.</summary>
    public string Services => string.Join(' ', Enumerable.Range(0, Depends.Length).Select(Describe));

    /// <summary>What a step waits for.</summary>
    public IEnumerable<(int Target, int Service)> Before(int target, int service)
    {
        var made = Targets[target];
        foreach (var before in Bits(made.Before, target))
            yield return (before, service);
        if (made.Ordered && !made.Together)
            foreach (var other in Bits(Depends[service], service))
                yield return (target, other);
    }

    /// <summary>How every step must end: a walk in order.</summary>
    public IEnumerable<string> Ends()
    {
        var ends = new Dictionary<(int Target, int Service), StepStatus>();
        for (var target = 0; target < Targets.Length; target++)
        for (var service = 0; service < Depends.Length; service++)
            ends[(target, service)] =
                Before(target, service).Any(before => ends[before] != StepStatus.Passed) ? StepStatus.Blocked
                : Targets[target].Passes(service) ? StepStatus.Passed
                : StepStatus.Failed;
        return ends.Select(end => $"t{end.Key.Target} s{end.Key.Service} {end.Value}");
    }

    public static IEnumerable<int> Bits(int bits, int below) =>
        Enumerable.Range(0, below).Where(i => (bits >> i & 1) == 1);

    private string Describe(int service) =>
        Bits(Depends[service], service).ToArray() is { Length: > 0 } others
            ? $"s{service}:{string.Join(',', others.Select(other => $"s{other}"))}"
            : $"s{service}";
}

/// <summary>Runs a random graph, and watches that no rule is broken meanwhile.</summary>
/// <param name="graph">The graph.</param>
/// <param name="fixture">Where it runs.</param>
public sealed class GraphRun(RandomGraph graph, RunFixture fixture)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, int> inside = RandomGraph.Limits.ToDictionary(limit => limit.Name, _ => 0);
    private readonly ConcurrentDictionary<StepKey, int> attempts = new();
    private int running;

    /// <summary>The steps that were begun, in their order.</summary>
    public ConcurrentQueue<string> Begun { get; } = new();

    /// <summary>Rules that were broken.</summary>
    public ConcurrentQueue<string> Broken { get; } = new();

    /// <summary>How each step ended, as <c>Target service Status</c>.</summary>
    public IReadOnlyList<string> Ends { get; private set; } = [];

    /// <summary>Why each step ended so.</summary>
    public IReadOnlyDictionary<string, string?> Reasons { get; private set; } = new Dictionary<string, string?>();

    /// <summary>Runs it to its end.</summary>
    /// <param name="with">Changes the options.</param>
    /// <param name="endsAt">The step, counted from 0, that ends the run when it begins; null: none does.</param>
    internal async Task<GraphRun> Run(Func<RunOptions, RunOptions>? with = null, int? endsAt = null)
    {
        Task? ending = null;
        PipelineRun? run = null;
        fixture.Clear();
        for (var index = 0; index < graph.Targets.Length; index++)
        {
            var target = graph.Targets[index];
            var after = string.Join(' ', RandomGraph.Bits(target.Before, index).Select(i => $"t{i}"));
            ServiceTarget Declare(ServiceTarget made) =>
                made with
                {
                    Limits = [.. RandomGraph.Bits(target.Limits, 2).Select(i => RandomGraph.Limits[i])],
                    AfterDependencies = target.Ordered,
                    Retries = new() { Attempts = target.Retries + 1, First = TimeSpan.Zero },
                };
            async Task<ImmutableArray<StepResult>> Do(ImmutableArray<StepContext> steps)
            {
                if (Enter(target, steps) == endsAt)
                    ending = Task.Run(async () => await run!.DisposeAsync());
                try
                {
                    await Task.Yield();
                    return await Results(target, steps);
                }
                finally
                {
                    Leave(target);
                }
            }

            _ = target.Together
                ? fixture.Together($"t{index}", after, Do, Declare)
                : fixture.Each($"t{index}", after, async step => (await Do([step]))[0], Declare);
        }

        run = fixture.Start(
            graph.Services,
            options =>
                with?.Invoke(options with { Parallel = graph.Parallel }) ?? options with { Parallel = graph.Parallel }
        );
        await fixture.Complete(run);
        await (ending ?? run.DisposeAsync().AsTask());
        Ends = [.. run.Steps.Select(step => $"{step.Key} {step.Result.Status}")];
        Reasons = run.Steps.ToDictionary(step => $"{step.Key} {step.Result.Status}", step => step.Result.Reason);
        return this;
    }

    private async Task<ImmutableArray<StepResult>> Results(RandomTarget target, ImmutableArray<StepContext> steps)
    {
        if (!target.Together)
            return [await Result(target.Deeds[Number(steps[0])], steps[0])];

        return
        [
            .. steps.Select(step => target.Passes(Number(step)) ? StepResult.Passed : StepResult.Failed("told to")),
        ];
    }

    private async Task<StepResult> Result(Deed deed, StepContext step)
    {
        var attempt = attempts.AddOrUpdate(step.Key, 1, (_, made) => made + 1);
        switch (deed)
        {
            case Deed.Throw:
                throw new InvalidOperationException("told to");
            case Deed.Break:
            case Deed.Flicker when attempt == 1:
                throw new TransientException("told to");
            case Deed.Hang:
                await Task.Delay(Timeout.Infinite, step.Cancellation);
                return StepResult.Passed;
            default:
                return deed == Deed.Fail ? StepResult.Failed("told to") : StepResult.Passed;
        }
    }

    private int Enter(RandomTarget target, ImmutableArray<StepContext> steps)
    {
        lock (gate)
        {
            if (++running > graph.Parallel)
                Broken.Enqueue($"{running} steps ran at a time, and {graph.Parallel} may");
            foreach (var limit in LimitsOf(target))
                if (++inside[limit.Name] > limit.Steps)
                    Broken.Enqueue($"{inside[limit.Name]} steps were under {limit.Name}, and {limit.Steps} may be");
            var number = Begun.Count;
            foreach (var step in steps)
                Begun.Enqueue($"{step.Key}");
            return number;
        }
    }

    private void Leave(RandomTarget target)
    {
        lock (gate)
        {
            running--;
            foreach (var limit in LimitsOf(target))
                inside[limit.Name]--;
        }
    }

    private static IEnumerable<StepLimit> LimitsOf(RandomTarget target) =>
        RandomGraph.Bits(target.Limits, 2).Select(i => RandomGraph.Limits[i]);

    private static int Number(StepContext step) => step.Service.Name[1] - '0';
}

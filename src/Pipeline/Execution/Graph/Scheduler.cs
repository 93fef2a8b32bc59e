using System.Threading.Channels;
using Pipeline.Execution.Steps;

namespace Pipeline.Execution.Graph;

/// <summary>
/// Runs every node of a graph as soon as its predecessors have ended, a bounded number at a time, and of those that
/// share a limit no more than that. A node waiting for a limit occupies no slot.
/// </summary>
internal sealed class Scheduler
{
    private readonly ImmutableArray<StepNode> nodes;
    private readonly Func<StepNode, Task> run;
    private readonly Dictionary<string, LimitGate> gates;
    private readonly int[] waiting;
    private readonly List<StepNode>?[] successors;
    private readonly Channel<StepNode> ready = Channel.CreateUnbounded<StepNode>();
    private readonly Lock gate = new();
    private int left;

    private Scheduler(ImmutableArray<StepNode> nodes, IReadOnlyDictionary<string, int> limits, Func<StepNode, Task> run)
    {
        this.nodes = nodes;
        this.run = run;
        gates = limits.ToDictionary(limit => limit.Key, limit => new LimitGate(limit.Value));
        left = nodes.Length;
        waiting = new int[left];
        successors = new List<StepNode>?[left];
    }

    /// <summary>Runs all nodes; the task ends when the last has.</summary>
    /// <param name="nodes">The graph, each node at its <see cref="StepNode.Index"/> and after its predecessors.</param>
    /// <param name="parallel">How many nodes run at a time.</param>
    /// <param name="limits">How many nodes of those that share a limit run at a time, by its name.</param>
    /// <param name="run">Runs one node. It must not throw: a node records its own end.</param>
    public static Task Run(
        ImmutableArray<StepNode> nodes,
        int parallel,
        IReadOnlyDictionary<string, int> limits,
        Func<StepNode, Task> run
    ) => nodes.IsEmpty ? Task.CompletedTask : new Scheduler(nodes, limits, run).Run(Math.Min(parallel, nodes.Length));

    private Task Run(int workers)
    {
        foreach (var node in nodes)
        {
            waiting[node.Index] = node.Predecessors.Length;
            foreach (var predecessor in node.Predecessors)
                (successors[predecessor.Index] ??= []).Add(node);
        }

        foreach (var node in nodes.Where(node => node.Predecessors.IsEmpty))
            Admit(node);
        return Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Task.Run(Work)));
    }

    private async Task Work()
    {
        await foreach (var node in ready.Reader.ReadAllAsync())
        {
            await run(node);
            lock (gate)
                End(node);
        }
    }

    private void End(StepNode node)
    {
        foreach (var limit in node.Target.Limits)
            if (gates[limit.Name].Leave() is { } next)
                Admit(next, after: limit);

        foreach (var successor in successors[node.Index] ?? [])
            if (--waiting[successor.Index] == 0)
                Admit(successor);
        if (--left == 0)
            ready.Writer.Complete();
    }

    // All pass the gates in the same order, which prevents deadlocks.
    private void Admit(StepNode node, StepLimit? after = null)
    {
        var entered = after is null ? 0 : node.Target.Limits.IndexOf(after) + 1;
        foreach (var limit in node.Target.Limits.AsSpan()[entered..])
            if (!gates[limit.Name].TryEnter(node))
                return;
        ready.Writer.TryWrite(node);
    }
}

using System.Threading.Channels;

namespace Pipeline.Execution;

/// <summary>Runs every node of a graph as soon as its predecessors have come to an end, a bounded number at a time.</summary>
internal static class Scheduler
{
    /// <summary>Runs all nodes; the task ends when the last has.</summary>
    /// <param name="nodes">The graph, each node after its predecessors.</param>
    /// <param name="parallel">How many nodes run at a time.</param>
    /// <param name="run">Runs one node. It must not throw: how a node ended is its own to remember.</param>
    public static async Task Run(ImmutableArray<StepNode> nodes, int parallel, Func<StepNode, Task> run)
    {
        var waiting = nodes.ToDictionary(node => node, node => node.Predecessors.Length);
        var successors = nodes
            .SelectMany(node => node.Predecessors.Select(predecessor => (predecessor, node)))
            .ToLookup(edge => edge.predecessor, edge => edge.node);
        var ready = Channel.CreateUnbounded<StepNode>();
        var left = nodes.Length;
        if (left == 0)
            return;

        foreach (var node in nodes.Where(node => node.Predecessors.IsEmpty))
            ready.Writer.TryWrite(node);

        await Task.WhenAll(Enumerable.Range(0, Math.Min(parallel, left)).Select(_ => Task.Run(Work)));

        async Task Work()
        {
            await foreach (var node in ready.Reader.ReadAllAsync())
            {
                await run(node);
                lock (waiting)
                {
                    foreach (var successor in successors[node].Where(successor => --waiting[successor] == 0))
                        ready.Writer.TryWrite(successor);
                    if (--left == 0)
                        ready.Writer.Complete();
                }
            }
        }
    }
}

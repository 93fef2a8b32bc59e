namespace Pipeline.Execution.Graph;

/// <summary>Admits a number of nodes at a time; the others wait in the order of arrival.</summary>
internal sealed class LimitGate(int places)
{
    private readonly Queue<StepNode> waiting = new();
    private int free = places;

    /// <summary>Admits a node, or queues it.</summary>
    public bool TryEnter(StepNode node)
    {
        if (free == 0)
        {
            waiting.Enqueue(node);
            return false;
        }

        free--;
        return true;
    }

    /// <summary>Frees a place and admits the node that has waited longest; null where none waits.</summary>
    public StepNode? Leave()
    {
        if (waiting.TryDequeue(out var next))
            return next;

        free++;
        return null;
    }
}

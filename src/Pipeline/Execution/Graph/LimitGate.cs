namespace Pipeline.Execution.Graph;

/// <summary>Lets a number of nodes in at a time; the others wait outside, in the order in which they came.</summary>
internal sealed class LimitGate(int places)
{
    private readonly Queue<StepNode> waiting = new();
    private int free = places;

    /// <summary>Lets a node in, or has it wait.</summary>
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

    /// <summary>Gives a place up: to the node that has waited longest, which is in now; null where none waits.</summary>
    public StepNode? Leave()
    {
        if (waiting.TryDequeue(out var next))
            return next;

        free++;
        return null;
    }
}

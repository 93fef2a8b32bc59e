using Pipeline.Execution.Steps;

namespace Pipeline.Build.Reporting.Html;

/// <summary>Assigns the steps of a run to lanes, so that parallel steps are drawn below each other.</summary>
internal static class Lanes
{
    /// <summary>The lane of a step that never started.</summary>
    public const int None = -1;

    // Start and duration are rounded separately: a step may seem to start this much before another has ended.
    private const long RoundingMs = 1;

    /// <summary>The lane of each step, from 0: the lowest one that is free at its start.</summary>
    public static ImmutableArray<int> Of(ImmutableArray<ReportStep> steps)
    {
        var lanes = new int[steps.Length];
        var busy = new PriorityQueue<int, long>();
        var free = new PriorityQueue<int, int>();
        var count = 0;
        foreach (var i in Enumerable.Range(0, steps.Length).OrderBy(i => steps[i].StartMs))
        {
            if (steps[i].Status == StepStatus.Blocked)
            {
                lanes[i] = None;
                continue;
            }

            while (busy.TryPeek(out var lane, out var end) && end <= steps[i].StartMs + RoundingMs)
                free.Enqueue(busy.Dequeue(), lane);
            lanes[i] = free.Count > 0 ? free.Dequeue() : count++;
            busy.Enqueue(lanes[i], steps[i].StartMs + steps[i].DurationMs);
        }

        return [.. lanes];
    }
}

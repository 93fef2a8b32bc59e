using Pipeline.Execution.Steps;

namespace Pipeline.Build.Reporting.Html;

/// <summary>Lays the steps of a run out in lanes, so that steps which ran side by side are drawn one below the other.</summary>
public static class Lanes
{
    /// <summary>The lane of a step that never started.</summary>
    public const int None = -1;

    // A step's start and duration are rounded apart: one may seem to begin this much before the other has ended.
    private const long RoundingMs = 1;

    /// <summary>The lane of each step, from 0: the lowest that is free when the step begins.</summary>
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

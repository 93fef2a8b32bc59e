using System.Runtime.InteropServices;
using Pipeline.Execution.Steps;

namespace Pipeline.Build.Reporting.Html;

/// <summary>
/// The longest chain of dependent steps, by duration: with any number of parallel
/// steps, the run cannot be shorter.
/// </summary>
/// <param name="Steps">The chain from its first step to its last; empty for a run without steps.</param>
/// <param name="DurationMs">The sum of the durations, in milliseconds.</param>
internal sealed record CriticalPath(ImmutableArray<StepKey> Steps, long DurationMs)
{
    /// <summary>
    /// Finds it, in time linear in steps and predecessors. Of equal chains, the one that ends first in the list wins.
    /// </summary>
    /// <exception cref="ArgumentException">A step appears twice, or there is a cycle.</exception>
    public static CriticalPath Of(ImmutableArray<ReportStep> steps)
    {
        var index = new StepIndex(steps);
        var needs = Array.ConvertAll(steps.ToArray(), step => index.Of(step.Predecessors));
        var totals = new long[steps.Length];
        var before = new int[steps.Length];
        foreach (var i in Sort(steps, needs))
        {
            before[i] = -1;
            foreach (var need in needs[i])
                if (before[i] < 0 || totals[need] > totals[before[i]])
                    before[i] = need;
            totals[i] = steps[i].DurationMs + (before[i] < 0 ? 0 : totals[before[i]]);
        }

        var last = -1;
        for (var i = 0; i < steps.Length; i++)
            if (last < 0 || totals[i] > totals[last])
                last = i;

        var chain = new List<StepKey>();
        for (var i = last; i >= 0; i = before[i])
            chain.Add(steps[i].Key);
        chain.Reverse();
        return new([.. chain], last < 0 ? 0 : totals[last]);
    }

    // Kahn's algorithm; the queue is the result itself.
    private static int[] Sort(ImmutableArray<ReportStep> steps, int[][] needs)
    {
        var successors = new List<int>?[steps.Length];
        var missing = Array.ConvertAll(needs, numbers => numbers.Length);
        for (var i = 0; i < needs.Length; i++)
            foreach (var need in needs[i])
                (successors[need] ??= []).Add(i);

        var sorted = new List<int>(steps.Length);
        for (var i = 0; i < steps.Length; i++)
            if (missing[i] == 0)
                sorted.Add(i);
        for (var next = 0; next < sorted.Count; next++)
            foreach (var successor in CollectionsMarshal.AsSpan(successors[sorted[next]]))
                if (--missing[successor] == 0)
                    sorted.Add(successor);

        return sorted.Count == steps.Length
            ? [.. sorted]
            : throw new ArgumentException(
                $"The step {steps[Array.FindIndex(missing, count => count > 0)].Key} is on a cycle of predecessors, or after one.",
                nameof(steps)
            );
    }
}

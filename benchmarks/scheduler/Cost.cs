using System.Diagnostics;

namespace SchedulerBenchmark;

/// <summary>What a number of steps took.</summary>
internal readonly record struct Cost(int Steps, TimeSpan Time, long Allocated)
{
    /// <summary>The best of three: the rest of the machine only ever adds to it.</summary>
    public static Cost Of(int steps, Func<Task> work) =>
        Enumerable.Range(0, 3).Select(_ => Once(steps, work)).MinBy(cost => cost.Time);

    public override string ToString() =>
        $"{Time.TotalMicroseconds / Steps:0.0} µs a step | {Allocated / Steps:N0} bytes a step";

    private static Cost Once(int steps, Func<Task> work)
    {
        GC.Collect();
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var clock = Stopwatch.StartNew();
        work().GetAwaiter().GetResult();
        clock.Stop();
        return new(steps, clock.Elapsed, GC.GetTotalAllocatedBytes(precise: true) - before);
    }
}

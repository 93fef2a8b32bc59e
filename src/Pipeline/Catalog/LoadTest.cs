using Nuke.Common.IO;

namespace Pipeline.Catalog;

/// <summary>A load test of the whole platform, by a script of its own.</summary>
/// <param name="Tool">What runs the script.</param>
/// <param name="Script">The script.</param>
internal sealed record LoadTest(LoadTool Tool, AbsolutePath Script)
{
    /// <summary>How many users there are at a time.</summary>
    public int Users { get; init; } = 10;

    /// <summary>How many users start in a second; Locust alone.</summary>
    public double SpawnRate { get; init; } = 10;

    /// <summary>How long is measured.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long nothing is measured at the beginning.</summary>
    public TimeSpan WarmUp { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>What all requests together must keep.</summary>
    public LoadThresholds Thresholds { get; init; } = new();

    /// <summary>What routes must keep, by their names in the tool's report.</summary>
    public ImmutableSortedDictionary<string, LoadThresholds> Routes { get; init; } =
        ImmutableSortedDictionary<string, LoadThresholds>.Empty;

    /// <summary>How much worse than the last good run it may be, in percent; null: they are not compared.</summary>
    public double? Tolerance { get; init; }
}

/// <summary>What runs a load test.</summary>
internal enum LoadTool
{
    /// <summary>Locust, https://locust.io.</summary>
    Locust,

    /// <summary>k6, https://k6.io.</summary>
    K6,
}

/// <summary>What requests must keep; null: nothing is asked.</summary>
internal sealed record LoadThresholds
{
    /// <summary>The longest median of response times, in milliseconds.</summary>
    public double? P50 { get; init; }

    /// <summary>The longest time of the fastest 95 %, in milliseconds.</summary>
    public double? P95 { get; init; }

    /// <summary>The longest time of the fastest 99 %, in milliseconds.</summary>
    public double? P99 { get; init; }

    /// <summary>The largest share of failed requests, in percent.</summary>
    public double? ErrorPercent { get; init; }

    /// <summary>The fewest requests in a second.</summary>
    public double? Rps { get; init; }

    /// <summary>True where nothing is asked.</summary>
    public bool IsEmpty => this == new LoadThresholds();
}

using System.ComponentModel;

namespace Pipeline.Catalog.Reading;

[Description("A load test of the whole platform.")]
internal sealed record LoadEntry
{
    [Description("What runs the script: locust or k6.")]
    public required LoadTool Tool { get; init; }

    [Description("The script, relative to the catalog, such as load/locustfile.py.")]
    public required string Script { get; init; }

    [Description("How many users there are at a time. Default: 10.")]
    public int? Users { get; init; }

    [Description("Locust: how many users start in a second. Default: 10.")]
    public double? SpawnRate { get; init; }

    [Description("Seconds that are measured. Default: 60.")]
    public double? Duration { get; init; }

    [Description("Seconds at the beginning that do not count. Default: 10.")]
    public double? WarmUp { get; init; }

    [Description("What all requests together must keep.")]
    public required LoadThresholdsEntry Thresholds { get; init; }

    [Description("What routes must keep, by their names in the tool's report, such as GET /flags. Default: none.")]
    public Dictionary<string, LoadThresholdsEntry>? Routes { get; init; }

    [Description(
        "How much worse than the last good run in the environment the numbers may be, in percent. Default: they are not compared."
    )]
    public double? Tolerance { get; init; }
}

[Description("What requests must keep; at least one of them.")]
internal sealed record LoadThresholdsEntry
{
    [Description("The longest median of response times, in milliseconds. Default: any.")]
    public double? P50 { get; init; }

    [Description("The longest time of the fastest 95 %, in milliseconds. Default: any.")]
    public double? P95 { get; init; }

    [Description("The longest time of the fastest 99 %, in milliseconds. Default: any.")]
    public double? P99 { get; init; }

    [Description("The largest share of failed requests, in percent. Default: 0 of all requests; any of a route.")]
    public double? ErrorPercent { get; init; }

    [Description("The fewest requests in a second. Default: any.")]
    public double? Rps { get; init; }
}

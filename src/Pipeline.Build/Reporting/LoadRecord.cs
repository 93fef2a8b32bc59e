using System.ComponentModel;
using Pipeline.Acceptance.LoadTests;

namespace Pipeline.Build.Reporting;

/// <summary>A load test that ran.</summary>
internal sealed record LoadRecord(
    [property: Description("The environment that was put under load.")] string Environment,
    [property: Description("What ran the script: Locust or K6.")] string Tool,
    [property: Description("How many users there were at a time.")] int Users,
    [property: Description("Seconds at the beginning that did not count.")] double WarmUpSeconds,
    [property: Description("With which earlier run it was compared, or why with none.")] string Comparison,
    [property: Description("What it violated, as sentences; empty for a good run.")] ImmutableArray<string> Violations,
    [property: Description("All requests together, and then each route.")] ImmutableArray<RouteRecord> Routes
)
{
    /// <summary>The record of a load test.</summary>
    public static LoadRecord Of(LoadReport load) =>
        new(
            load.Environment,
            load.Tool,
            load.Users,
            load.WarmUpSeconds,
            load.Comparison,
            load.Violations,
            [.. load.Result.Routes.Prepend(load.Result.Total).Select(RouteRecord.Of)]
        );
}

/// <summary>What was measured of a route.</summary>
internal sealed record RouteRecord(
    [property: Description("The route's name in the tool's report; `all requests` for all of them.")] string Name,
    [property: Description("The number of requests.")] long Requests,
    [property: Description("The share of those that failed, in percent.")] double? ErrorPercent,
    [property: Description("The median of response times, in milliseconds; absent where not known.")] double? P50,
    [property: Description("The longest time of the fastest 95 %, likewise.")] double? P95,
    [property: Description("The longest time of the fastest 99 %, likewise.")] double? P99,
    [property: Description("Requests in a second; absent where not known.")] double? Rps
)
{
    /// <summary>The record of a route's numbers.</summary>
    public static RouteRecord Of(RouteLoad route) =>
        new(route.Name, route.Requests, route.ErrorPercent, route.P50, route.P95, route.P99, route.Rps);
}

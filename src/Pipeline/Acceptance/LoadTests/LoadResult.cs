using Pipeline.Execution.Steps;

namespace Pipeline.Acceptance.LoadTests;

/// <summary>What was measured of a route, or of all requests together.</summary>
/// <param name="Name">The route's name in the tool's report.</param>
/// <param name="Requests">How many requests were made.</param>
/// <param name="ErrorPercent">The share of those that failed, in percent; null where it is not known.</param>
/// <param name="P50">The median of response times, in milliseconds; null where it is not known.</param>
/// <param name="P95">The longest time of the fastest 95 %, likewise.</param>
/// <param name="P99">The longest time of the fastest 99 %, likewise.</param>
/// <param name="Rps">Requests in a second; null where it is not known.</param>
internal sealed record RouteLoad(
    string Name,
    long Requests,
    double? ErrorPercent,
    double? P50,
    double? P95,
    double? P99,
    double? Rps
)
{
    /// <summary>The name that stands for all requests.</summary>
    public const string All = "all requests";
}

/// <summary>What was measured around a second of the test, with its warm-up.</summary>
/// <param name="Second">Seconds from its start.</param>
/// <param name="Users">How many users there were.</param>
/// <param name="Rps">Requests in a second.</param>
/// <param name="P50">The median of response times, in milliseconds; null where there was no request.</param>
/// <param name="P95">The longest time of the fastest 95 %, likewise.</param>
internal sealed record LoadSample(double Second, int Users, double Rps, double? P50, double? P95);

/// <summary>What a load test has measured.</summary>
/// <param name="Total">All requests together.</param>
/// <param name="Routes">Each route.</param>
/// <param name="Samples">The course of the test; empty where the tool does not tell.</param>
internal sealed record LoadResult(
    RouteLoad Total,
    ImmutableArray<RouteLoad> Routes,
    ImmutableArray<LoadSample> Samples
);

/// <summary>A load test that ran.</summary>
/// <param name="Environment">Where.</param>
/// <param name="Commit">The commit that the run was for.</param>
/// <param name="Users">How many users there were at a time.</param>
/// <param name="Tool">What ran it, such as Locust.</param>
/// <param name="WarmUpSeconds">How long nothing counted.</param>
/// <param name="Result">What was measured.</param>
internal sealed record LoadReport(
    string Environment,
    string Commit,
    int Users,
    string Tool,
    double WarmUpSeconds,
    LoadResult Result
) : IHandedOver
{
    /// <inheritdoc />
    public static string Contract => "LoadReport";

    /// <summary>What it violates; empty for a good run.</summary>
    public ImmutableArray<string> Violations { get; init; } = [];

    /// <summary>With what it was compared, or why with nothing.</summary>
    public string Comparison { get; init; } = "";
}

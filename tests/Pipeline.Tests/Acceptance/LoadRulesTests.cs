using Pipeline.Acceptance.LoadTests;
using Pipeline.Catalog;

namespace Pipeline.Tests.Acceptance;

public sealed class LoadRulesTests
{
    private static readonly RouteLoad Flags = new("GET /flags", 900, 0, 12, 80, 300, 90);

    private static readonly LoadResult Measured = new(Flags with { Name = RouteLoad.All }, [Flags], []);

    [Fact]
    public void What_keeps_every_threshold_violates_none() =>
        Violated(
                new()
                {
                    P50 = 12,
                    P95 = 80,
                    P99 = 300,
                    ErrorPercent = 0,
                    Rps = 90,
                }
            )
            .ShouldBeEmpty();

    [Fact]
    public void Each_threshold_that_is_crossed_is_told_with_both_numbers() =>
        Violated(
                new()
                {
                    P95 = 79.5,
                    P99 = 200,
                    Rps = 100,
                }
            )
            .ShouldBe([
                "all requests: p95 80 ms, and at most 79.5 ms is allowed",
                "all requests: p99 300 ms, and at most 200 ms is allowed",
                "all requests: rps 90, and at least 100 is required",
            ]);

    [Fact]
    public void A_route_that_was_not_requested_fails()
    {
        var test = Test(new()) with { Routes = Routes("GET /flag", new() { P95 = 100 }) };

        LoadRules
            .Violated(test, Measured)
            .ShouldBe(["the route \"GET /flag\" was not requested: the script asks GET /flags"]);
    }

    [Fact]
    public void A_number_that_is_not_known_keeps_no_threshold()
    {
        var unknown = Measured with { Total = Measured.Total with { Rps = null } };

        LoadRules
            .Violated(Test(new() { Rps = 1 }), unknown)
            .ShouldBe(["all requests: rps not known, and at least 1 is required"]);
    }

    [Fact]
    public void Without_a_request_nothing_was_measured() =>
        LoadRules
            .Violated(Test(new()), Measured with { Total = new(RouteLoad.All, 0, 0, null, null, null, 0) })
            .ShouldBe(["no request was made: nothing was measured"]);

    [Theory]
    [InlineData(96, 90, null)]
    [InlineData(97, 90, "all requests: p95 97 ms, and 80 ms in the last good run: more than 20 % worse")]
    [InlineData(80, 72, null)]
    [InlineData(80, 71, "all requests: 71 requests a second, and 90 in the last good run: more than 20 % worse")]
    public void Worse_than_the_last_good_run_is_what_exceeds_the_tolerance(double p95, double rps, string? sentence)
    {
        var now = new LoadResult(Measured.Total with { P95 = p95, Rps = rps }, [], []);

        LoadRules.Worse(Measured, now, tolerance: 20).ShouldBe(sentence is null ? [] : [sentence]);
    }

    [Fact]
    public void A_difference_that_rounding_makes_is_none()
    {
        var (before, now) = (Measured.Total with { P50 = 2 }, Measured.Total with { P50 = 11 });

        LoadRules.Worse(new(before, [], []), new(now, [], []), tolerance: 20).ShouldBeEmpty();
    }

    private static IEnumerable<string> Violated(LoadThresholds thresholds) =>
        LoadRules.Violated(Test(thresholds), Measured);

    private static LoadTest Test(LoadThresholds thresholds) =>
        new(LoadTool.Locust, "/load/locustfile.py") { Thresholds = thresholds };

    private static ImmutableSortedDictionary<string, LoadThresholds> Routes(string name, LoadThresholds thresholds) =>
        ImmutableSortedDictionary<string, LoadThresholds>.Empty.Add(name, thresholds);
}

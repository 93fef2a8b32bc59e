using Pipeline.Catalog;
using Pipeline.Deployments.Objectives;
using Pipeline.Foundation.Failures;

namespace Pipeline.Tests.Deployments.Objectives;

/// <summary>The history of objectives as Datadog's API describes it.</summary>
public sealed class DatadogTests
{
    private const string Id = "0123456789abcdef0123456789abcdef";

    private const string Metric = """
        {"data":{"type":"metric","from_ts":1,"to_ts":2,"overall":{"sli_value":99.5,"error_budget_remaining":{"custom":-400.0}},
        "series":{"numerator":{"sum":995.0,"count":1},"denominator":{"sum":1000.0,"count":1}},"thresholds":{}},"errors":null}
        """;

    [Fact]
    public async Task A_metric_counts_events()
    {
        await using var server = new MonitoringServer(new ScriptedAnswer(200, Metric));

        (await Count(server)).ShouldBe(new EventCount(5, 1000));
        server
            .Requests[0]
            .ShouldStartWith($"GET /api/v1/slo/{Id}/history?from_ts=1769814000&to_ts=1769817600&target=99.9 HTTP/1.1");
        server.Requests[0].ShouldContain("DD-API-KEY: made-up-api-key");
        server.Requests[0].ShouldContain("DD-APPLICATION-KEY: made-up-application-key");
    }

    [Theory]
    [InlineData("monitor")]
    [InlineData("time_slice")]
    public async Task A_monitor_counts_minutes(string type)
    {
        await using var server = new MonitoringServer(
            new ScriptedAnswer(200, $$$"""{"data":{"type":"{{{type}}}","overall":{"sli_value":95.0}},"errors":[]}""")
        );

        var events = await Count(server);

        (events.Bad, events.Total).ShouldBe((3, 60));
    }

    [Theory]
    [InlineData("""{"data":{"type":"monitor","overall":{"sli_value":null}},"errors":null}""")]
    [InlineData("""{"data":{"type":"metric","overall":{"sli_value":null}},"errors":null}""")]
    public async Task No_data_is_not_good(string body)
    {
        await using var server = new MonitoringServer(new ScriptedAnswer(200, body));

        (await Refusal(server)).Problem.ShouldBe(MeasurementProblem.NoSeries);
    }

    [Theory]
    [InlineData("""{"data":null,"errors":[{"error":"query timed out"}]}""")]
    [InlineData(
        """{"data":{"type":"metric","errors":[{"error_message":"query timed out","error_type":"t"}],"overall":{"sli_value":100.0},"series":{"numerator":{"sum":1},"denominator":{"sum":1}}}}"""
    )]
    [InlineData(
        """{"data":{"type":"monitor","overall":{"sli_value":100.0,"errors":[{"error_message":"query timed out"}]}}}"""
    )]
    public async Task Errors_count_also_with_a_good_status_and_beside_numbers(string body)
    {
        await using var server = new MonitoringServer(new ScriptedAnswer(200, body));

        var unknown = await Refusal(server);

        unknown.Problem.ShouldBe(MeasurementProblem.Incomplete);
        unknown.Message.ShouldContain("(query timed out)");
    }

    [Theory]
    [InlineData(400, nameof(MeasurementProblem.InvalidQuery))]
    [InlineData(403, nameof(MeasurementProblem.Forbidden))]
    [InlineData(404, nameof(MeasurementProblem.UnknownObjective))]
    [InlineData(302, nameof(MeasurementProblem.Strange))]
    public async Task A_refusal_is_said(int status, string problem)
    {
        await using var server = new MonitoringServer(new ScriptedAnswer(status, """{"errors":["said so"]}"""));

        var unknown = await Refusal(server);

        $"{unknown.Problem}".ShouldBe(problem);
        unknown.Message.ShouldContain("(said so)");
        unknown.ToString().ShouldNotContain("made-up");
    }

    [Fact]
    public async Task A_limit_is_waited_for_as_long_as_Datadog_asks()
    {
        await using var server = new MonitoringServer(
            new(429, "{}", "X-RateLimit-Limit: 1\r\nX-RateLimit-Period: 10\r\nX-RateLimit-Reset: 1\r\n"),
            new(200, Metric)
        );

        (await Count(server)).Total.ShouldBe(1000);
    }

    [Fact]
    public async Task A_limit_that_lasts_too_long_is_said()
    {
        await using var server = new MonitoringServer(new ScriptedAnswer(429, "{}", "X-RateLimit-Reset: 3600\r\n"));

        (await Refusal(server)).Problem.ShouldBe(MeasurementProblem.Overloaded);
    }

    [Theory]
    [InlineData("<html>")]
    [InlineData("{}")]
    [InlineData("""{"data":{"type":"metric","series":{"numerator":{"sum":"many"}}}}""")]
    public async Task What_is_not_Datadog_is_said(string body)
    {
        await using var server = new MonitoringServer(new ScriptedAnswer(200, body));

        (await Refusal(server)).Problem.ShouldBe(MeasurementProblem.Strange);
    }

    private static Task<MeasurementException> Refusal(MonitoringServer server) =>
        Should.ThrowAsync<MeasurementException>(Count(server));

    private static async Task<EventCount> Count(MonitoringServer server)
    {
        var settings = new DatadogSettings("datadoghq.eu")
        {
            Ids = ImmutableDictionary<string, ImmutableDictionary<string, string>>.Empty.Add(
                "auth",
                ImmutableDictionary<string, string>.Empty.Add("availability", Id)
            ),
        };
        using var source = new DatadogSource(
            settings,
            new("made-up-api-key", "made-up-application-key"),
            server.Address,
            MonitoringHttp.Client(server.Address),
            new RetrySchedule { Attempts = 2, First = TimeSpan.FromMilliseconds(10) }
        );
        return await source.Count(
            new("auth", "production", RealPrometheus.Availability),
            TimeSpan.FromHours(1),
            RealPrometheus.End,
            TestContext.Current.CancellationToken
        );
    }
}

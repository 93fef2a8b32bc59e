using Pipeline.Catalog;
using Pipeline.Deployments.Objectives;
using Pipeline.Foundation.Failures;

namespace Pipeline.Tests.Deployments.Objectives;

/// <summary>What a real Prometheus answers, and what is made of it.</summary>
public sealed class PrometheusTests(RealPrometheus prometheus) : IClassFixture<RealPrometheus>
{
    [Theory]
    [InlineData("auth", nameof(ObjectiveState.Met), 50)]
    [InlineData("flag", nameof(ObjectiveState.Spent), -594)]
    [InlineData("targeting", nameof(ObjectiveState.Burning), 86)]
    public async Task Services_are_told_apart_by_thirty_days_of_requests(string service, string state, double left)
    {
        var report = await Measure(service, RealPrometheus.Availability);

        $"{report.State}".ShouldBe(state, ObjectiveSentence.Of(report));
        (report.BudgetLeft!.Value * 100).ShouldBe(left, 2);
    }

    [Fact]
    public async Task Burn_rates_are_those_of_each_window()
    {
        var report = await Measure("targeting", RealPrometheus.Availability, BurnAlert.All);

        report.Burns.Select(burn => Math.Round(burn.LongRate!.Value)).ShouldBe([50, 17, 1]);
        report.Burns.Select(burn => burn.IsBurning).ShouldBe([true, true, true]);
    }

    [Theory]
    [InlineData("evaluate", nameof(MeasurementProblem.Stale))]
    [InlineData("quiet", nameof(MeasurementProblem.NoEvents))]
    [InlineData("analytics", nameof(MeasurementProblem.TooFewEvents))]
    [InlineData("nothing", nameof(MeasurementProblem.NoSeries))]
    public async Task What_is_not_known_is_not_good(string service, string problem)
    {
        var report = await Measure(service, RealPrometheus.Availability);

        report.State.ShouldBe(ObjectiveState.Unknown);
        report.HoldsBack.ShouldBeTrue();
        $"{report.Unknowns[0].Problem}".ShouldBe(problem);
    }

    [Theory]
    [InlineData(
        "sum(increase(http_requests_total[{window}])) * 0 / 0",
        nameof(MeasurementProblem.NotANumber),
        "gives NaN"
    )]
    [InlineData("sum(increase(http_requests_total[{window}])) / 0", nameof(MeasurementProblem.Infinite), "gives +Inf")]
    [InlineData("-sum(increase(http_requests_total[{window}]))", nameof(MeasurementProblem.Negative), "gives -")]
    [InlineData("scalar(sum(increase(nothing_total[{window}])))", nameof(MeasurementProblem.Scalar), "gives a scalar")]
    [InlineData(
        "http_requests_total[{window}]",
        nameof(MeasurementProblem.OtherResult),
        "gives a matrix and not a vector"
    )]
    [InlineData("increase(http_requests_total[{window}])", nameof(MeasurementProblem.SeveralSeries), "gives 12 series")]
    [InlineData(
        "sum(increase(http_requests_total[{window}])",
        nameof(MeasurementProblem.InvalidQuery),
        "unclosed left parenthesis"
    )]
    [InlineData(
        "increase(http_requests_total[{window}]) * on(service) increase(http_requests_total[{window}])",
        nameof(MeasurementProblem.FailedQuery),
        "many-to-many matching not allowed"
    )]
    public async Task Each_strange_result_is_told_apart(string query, string problem, string sentence)
    {
        var report = await Measure("auth", RealPrometheus.Availability with { TotalQuery = query });

        var unknown = report.Unknowns[0];
        $"{unknown.Problem}".ShouldBe(problem);
        unknown.Reason.ShouldStartWith("the query \"total\" over 30d: ");
        unknown.Reason.ShouldContain(sentence);
    }

    [Fact]
    public async Task Bad_events_without_a_series_are_not_zero()
    {
        const string query = "sum(increase(http_requests_total{service=\"{service}\",code=\"599\"}[{window}]))";

        var none = await Measure("auth", RealPrometheus.Availability with { BadQuery = query });
        var zero = await Measure("auth", RealPrometheus.Availability with { BadQuery = $"{query} or vector(0)" });

        none.Unknowns[0].Problem.ShouldBe(MeasurementProblem.NoBadSeries);
        none.Unknowns[0].Reason.ShouldContain("end it with \"or vector(0)\"");
        (zero.State, zero.BudgetLeft).ShouldBe((ObjectiveState.Met, 1));
    }

    [Fact]
    public async Task Nothing_answers_where_no_server_runs()
    {
        using var source = Source(new(new($"http://127.0.0.1:{LoopbackPort.Free()}")));

        var report = await Measure(source, "auth", RealPrometheus.Availability, [BurnAlert.Fast]);

        var unknown = report.Unknowns.ShouldHaveSingleItem();
        unknown.Problem.ShouldBe(MeasurementProblem.Unreachable);
        unknown.Reason.ShouldContain("cannot be reached");
    }

    private async Task<ObjectiveReport> Measure(
        string service,
        Objective objective,
        ImmutableArray<BurnAlert>? alerts = null
    )
    {
        using var source = Source(prometheus.Settings);
        return await Measure(source, service, objective, alerts ?? [BurnAlert.Fast]);
    }

    private static PrometheusSource Source(PrometheusSettings settings) =>
        new(
            settings,
            token: null,
            MonitoringHttp.Client(settings.Address),
            new RetrySchedule { Attempts = 2, First = TimeSpan.FromMilliseconds(10) }
        );

    private static Task<ObjectiveReport> Measure(
        PrometheusSource source,
        string service,
        Objective objective,
        ImmutableArray<BurnAlert> alerts
    ) =>
        new ObjectiveMeasurement(source, alerts, RealPrometheus.End).Of(
            new(service, "production", objective),
            TestContext.Current.CancellationToken
        );
}

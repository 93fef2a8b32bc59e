using Pipeline.Catalog;
using Pipeline.Deployments.Objectives;

namespace Pipeline.Tests.Deployments.Objectives;

/// <summary>What is concluded from counts: when a change is held back.</summary>
public sealed class ObjectiveMeasurementTests
{
    private static readonly Objective Availability = new("availability", 99.9m, TimeSpan.FromDays(30));

    private readonly CountedEvents events = new CountedEvents()
        .With("30d", 500, 1_000_000)
        .With("1h", 1, 1400)
        .With("5m", 0, 120);

    [Fact]
    public async Task An_objective_is_met_with_budget_left()
    {
        var report = await Measure();

        report.State.ShouldBe(ObjectiveState.Met);
        report.HoldsBack.ShouldBeFalse();
        report.Measured!.Value.ShouldBe(99.95, 1e-9);
        report.BudgetLeft!.Value.ShouldBe(0.5, 1e-9);
        ObjectiveSentence
            .Of(report)
            .ShouldBe("availability is met, 99.95 % over 30d against 99.9 %, 50 % of the budget left");
    }

    [Fact]
    public async Task A_budget_below_zero_holds_back()
    {
        events.With("30d", 5000, 1_000_000);

        var report = await Measure();

        report.State.ShouldBe(ObjectiveState.Spent);
        report.HoldsBack.ShouldBeTrue();
        ObjectiveSentence
            .Of(report)
            .ShouldBe("availability is missed, 99.5 % over 30d against 99.9 %, -400 % of the budget left");
    }

    [Fact]
    public async Task A_budget_that_burns_fast_in_both_windows_holds_back()
    {
        events.With("1h", 70, 1400).With("5m", 6, 120);

        var report = await Measure();

        report.State.ShouldBe(ObjectiveState.Burning);
        report.HoldsBack.ShouldBeTrue();
        ObjectiveSentence
            .Of(report)
            .ShouldBe(
                "availability burns its budget 50 times as fast as it lasts over 1h, and 50 over 5m, where 14.4 is the limit, 50 % of the budget left"
            );
    }

    [Theory]
    [InlineData(70, 0)]
    [InlineData(1, 6)]
    public async Task One_of_the_two_windows_alone_is_over_or_was_too_little(double badInHour, double badInFiveMinutes)
    {
        events.With("1h", badInHour, 1400).With("5m", badInFiveMinutes, 120);

        (await Measure()).State.ShouldBe(ObjectiveState.Met);
    }

    [Theory]
    [InlineData(20.16, false)]
    [InlineData(20.17, true)]
    public async Task The_limit_itself_is_not_above_the_limit(double bad, bool burns)
    {
        events.With("1h", bad, 1400).With("5m", 120, 120);

        ((await Measure()).State == ObjectiveState.Burning).ShouldBe(burns);
    }

    [Fact]
    public async Task A_window_of_a_day_is_judged_by_its_budget_alone()
    {
        var source = new CountedEvents().With("24h", 1, 10_000);

        var report = await Measure(source, Availability with { Window = TimeSpan.FromHours(24) });

        report.State.ShouldBe(ObjectiveState.Met);
        report.Burns.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("30d", nameof(MeasurementProblem.NoSeries))]
    [InlineData("30d", nameof(MeasurementProblem.TimedOut))]
    [InlineData("1h", nameof(MeasurementProblem.NotANumber))]
    [InlineData("1h", nameof(MeasurementProblem.Overloaded))]
    [InlineData("5m", nameof(MeasurementProblem.Incomplete))]
    public async Task What_is_unknown_holds_back_unless_the_catalog_opens_it(string window, string problem)
    {
        events.Without(window, Enum.Parse<MeasurementProblem>(problem));

        var report = await Measure();
        report.State.ShouldBe(ObjectiveState.Unknown);
        report.HoldsBack.ShouldBeTrue();
        ObjectiveSentence.Of(report).ShouldContain($"availability is unknown: {problem} over {window}");

        (await Measure(events, Availability with { NoData = NoData.Open })).HoldsBack.ShouldBeFalse();
    }

    [Theory]
    [InlineData(nameof(MeasurementProblem.Scalar))]
    [InlineData(nameof(MeasurementProblem.OtherResult))]
    [InlineData(nameof(MeasurementProblem.SeveralSeries))]
    [InlineData(nameof(MeasurementProblem.InvalidQuery))]
    [InlineData(nameof(MeasurementProblem.FailedQuery))]
    [InlineData(nameof(MeasurementProblem.NoBadSeries))]
    [InlineData(nameof(MeasurementProblem.Infinite))]
    [InlineData(nameof(MeasurementProblem.Negative))]
    [InlineData(nameof(MeasurementProblem.Forbidden))]
    [InlineData(nameof(MeasurementProblem.UnknownObjective))]
    [InlineData(nameof(MeasurementProblem.Strange))]
    public async Task A_mistake_is_no_missing_data_and_is_never_let_pass(string problem)
    {
        events.Without("30d", Enum.Parse<MeasurementProblem>(problem));

        (await Measure(events, Availability with { NoData = NoData.Open })).HoldsBack.ShouldBeTrue();
    }

    [Fact]
    public async Task What_is_known_to_be_bad_holds_back_whatever_else_is_unknown()
    {
        events.With("30d", 5000, 1_000_000).Without("5m", MeasurementProblem.NoSeries);

        var report = await Measure(events, Availability with { NoData = NoData.Open });

        (report.State, report.HoldsBack).ShouldBe((ObjectiveState.Spent, true));
    }

    [Fact]
    public async Task What_ended_is_told_from_what_never_was()
    {
        events.Without("1h", MeasurementProblem.NoSeries).Without("5m", MeasurementProblem.NoSeries);

        var report = await Measure();

        report
            .Unknowns.Select(unknown => unknown.Problem)
            .ShouldBe([MeasurementProblem.Stale, MeasurementProblem.Stale]);
        report.Unknowns[0].Reason.ShouldStartWith("nothing was measured in the last 5m, though it was before");
    }

    [Fact]
    public async Task Errors_whose_end_nobody_can_see_hold_back()
    {
        events.With("1h", 70, 1400).With("5m", 0, 0);

        var report = await Measure();

        report.State.ShouldBe(ObjectiveState.Unknown);
        report
            .Unknowns.Single()
            .Reason.ShouldBe("there were no events in the last 5m, so whether errors go on is unknown");
    }

    [Fact]
    public async Task Five_minutes_without_events_hold_nothing_back_after_a_good_hour()
    {
        events.With("5m", 0, 0);

        (await Measure()).State.ShouldBe(ObjectiveState.Met);
    }

    [Fact]
    public async Task An_hour_without_events_says_nothing_about_now()
    {
        events.With("1h", 0, 0).With("5m", 0, 0);

        var report = await Measure();

        report.Unknowns.Single().Problem.ShouldBe(MeasurementProblem.NoEvents);
        report.HoldsBack.ShouldBeTrue();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(999)]
    public async Task Too_few_events_say_nothing(double total)
    {
        events.With("30d", 0, total);

        var report = await Measure();

        report.State.ShouldBe(ObjectiveState.Unknown);
        ObjectiveSentence
            .Of(report)
            .ShouldBe(
                $"availability is unknown: there were {total} events in the last 30d, fewer than the 1000 that 99.9 % can be judged by: wait for more, or set \"leastEvents\""
            );
    }

    [Fact]
    public async Task The_catalog_says_how_many_events_are_enough()
    {
        events.With("30d", 0, 10);

        (await Measure(events, Availability with { LeastEvents = 10 })).State.ShouldBe(ObjectiveState.Met);
    }

    [Fact]
    public async Task All_windows_are_asked_for_a_report_to_people()
    {
        events.With("6h", 0, 8000).With("30m", 0, 700).With("3d", 0, 90_000);

        var report = await new ObjectiveMeasurement(events, BurnAlert.All, DateTimeOffset.UnixEpoch).Of(
            new("auth", "production", Availability),
            TestContext.Current.CancellationToken
        );

        report.Burns.Length.ShouldBe(3);
    }

    private Task<ObjectiveReport> Measure() => Measure(events, Availability);

    private static Task<ObjectiveReport> Measure(CountedEvents source, Objective objective) =>
        new ObjectiveMeasurement(source, [BurnAlert.Fast], DateTimeOffset.UnixEpoch).Of(
            new("auth", "production", objective),
            TestContext.Current.CancellationToken
        );
}

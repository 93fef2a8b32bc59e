using Pipeline.Catalog;
using Pipeline.Deployments.Objectives;

namespace Pipeline.Tests.Deployments.Objectives;

public sealed class ErrorBudgetTests
{
    [Theory]
    [InlineData(99.9, 0.001)]
    [InlineData(99.5, 0.005)]
    [InlineData(99, 0.01)]
    [InlineData(99.999, 0.00001)]
    public void The_budget_is_what_may_be_bad(double percent, double budget) => Month(percent).Budget.ShouldBe(budget);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.0005, 0.5)]
    [InlineData(0.001, 0)]
    [InlineData(0.005, -4)]
    [InlineData(1, -999)]
    public void What_is_left_of_a_budget_may_be_negative(double badShare, double left) =>
        ErrorBudget.Left(badShare, 0.001).ShouldBe(left, 1e-9);

    [Fact]
    public void A_budget_that_is_exactly_spent_is_not_below_zero() =>
        ErrorBudget.Left(new EventCount(3, 3000).BadShare!.Value, Month(99.9).Budget).ShouldBe(0);

    [Theory]
    [InlineData(30, "14.4 6 1")]
    [InlineData(28, "13.44 5.6 0.93")]
    [InlineData(7, "3.36 1.4 0.23")]
    [InlineData(1, "0.48 0.2 0.03")]
    public void The_limits_of_burn_rates_follow_from_the_window(int days, string factors) =>
        string.Join(' ', BurnAlert.All.Select(alert => Math.Round(alert.Factor(TimeSpan.FromDays(days)), 2)))
            .ShouldBe(factors);

    [Theory]
    [InlineData(99.9, 30, 3)]
    [InlineData(99.9, 7, 2)]
    [InlineData(99.9, 1, 0)]
    [InlineData(90, 30, 2)]
    public void A_burn_rate_that_says_nothing_is_left_out(double percent, int days, int meaningful) =>
        BurnAlert
            .All.Count(alert => alert.IsMeaningful(new("availability", (decimal)percent, TimeSpan.FromDays(days))))
            .ShouldBe(meaningful);

    [Theory]
    [InlineData(99.9, 1000)]
    [InlineData(99.5, 200)]
    [InlineData(99, 100)]
    [InlineData(66, 3)]
    public void Fewer_events_than_one_bad_one_spends_the_budget_of_say_nothing(double percent, double least) =>
        Month(percent).LeastEvents.ShouldBe(least);

    private static Objective Month(double percent) => new("availability", (decimal)percent, TimeSpan.FromDays(30));
}

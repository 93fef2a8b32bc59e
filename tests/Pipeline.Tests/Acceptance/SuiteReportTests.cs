using Pipeline.Acceptance.Suites;

namespace Pipeline.Tests.Acceptance;

public sealed class SuiteReportTests
{
    [Fact]
    public void A_case_that_passes_in_a_second_run_is_flaky_and_says_why()
    {
        var report = Runs(new([Failed("a") with { Message = "reset" }, Passed("b")], null), new([Passed("a")], null));

        report.Passed.ShouldBeTrue();
        report
            .Cases.Select(one => (one.Id.Name, one.Outcome, one.Message))
            .ShouldBe([("a", CaseOutcome.Flaky, "reset"), ("b", CaseOutcome.Passed, null)]);
        SuiteSentence.Of(report).ShouldBe("shop: 2 cases passed, 1 of them flaky: a (in 2 runs)");
    }

    [Fact]
    public void After_a_run_that_proved_nothing_every_case_is_flaky()
    {
        var report = Runs(new([], "it wrote no report (it ended with 1)"), new([Passed("a"), Passed("b")], null));

        report.Cases.ShouldAllBe(one => one.Outcome == CaseOutcome.Flaky);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_failed_case_does_not_pass_by_being_left_out(bool isSkipped)
    {
        SuiteCase[] later = isSkipped ? [Passed("a") with { Outcome = CaseOutcome.Skipped }] : [];

        var report = Runs(new([Failed("a"), Passed("b")], null), new([.. later, Passed("b")], null));

        report.Passed.ShouldBeFalse();
        SuiteSentence.Of(report).ShouldBe("shop: 1 of 2 cases failed: a (in 2 runs)");
    }

    private static SuiteReport Runs(params SuiteAttempt[] attempts) =>
        attempts.Aggregate(SuiteReport.Begin("shop"), (report, attempt) => report.With(attempt, []));

    private static SuiteCase Passed(string name) => new(new("s", "", "", name), CaseOutcome.Passed, 0.1);

    private static SuiteCase Failed(string name) => Passed(name) with { Outcome = CaseOutcome.Failed };
}

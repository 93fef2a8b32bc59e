using Pipeline.Build.Reporting.Html;
using Pipeline.Execution.Steps;

namespace Pipeline.Tests.Reporting.Html;

public class RunComparisonTests
{
    [Theory]
    [InlineData(StepStatus.Passed, 1000, StepStatus.Failed, 900, DifferenceKind.NewFailure)]
    [InlineData(StepStatus.Blocked, 0, StepStatus.Failed, 900, DifferenceKind.NewFailure)]
    [InlineData(StepStatus.Failed, 1000, StepStatus.Passed, 1000, DifferenceKind.Fixed)]
    [InlineData(StepStatus.Failed, 1000, StepStatus.Cached, 1, DifferenceKind.Fixed)]
    [InlineData(StepStatus.Passed, 1000, StepStatus.Passed, 1500, DifferenceKind.Slower)]
    [InlineData(StepStatus.Passed, 5000, StepStatus.Passed, 3900, DifferenceKind.Faster)]
    public void A_difference_is_told(StepStatus before, long beforeMs, StepStatus now, long nowMs, DifferenceKind kind)
    {
        var comparison = Compare(before, beforeMs, now, nowMs);

        comparison.Changes.ShouldHaveSingleItem().Kind.ShouldBe(kind);
    }

    [Theory]
    [InlineData(StepStatus.Passed, 1000, StepStatus.Passed, 1499, "below half a second")]
    [InlineData(StepStatus.Passed, 9000, StepStatus.Passed, 10000, "below a fifth")]
    [InlineData(StepStatus.Passed, 9000, StepStatus.Cached, 1, "a replay is no speed")]
    [InlineData(StepStatus.Failed, 9000, StepStatus.Failed, 1, "still failing")]
    [InlineData(StepStatus.Failed, 9000, StepStatus.Blocked, 0, "not run is not fixed")]
    [InlineData(StepStatus.Failed, 9000, StepStatus.Skipped, 0, "not run is not fixed")]
    public void No_difference_is_made_up(StepStatus before, long beforeMs, StepStatus now, long nowMs, string why)
    {
        var comparison = Compare(before, beforeMs, now, nowMs);

        comparison.Changes.ShouldBeEmpty(why);
    }

    [Fact]
    public void Steps_of_one_run_alone_are_named()
    {
        var comparison = RunComparison.Of(
            [new(new("Sca", "auth"), StepStatus.Passed, 0, 10)],
            Previous(new PreviousStep(new("Scan", "auth"), StepStatus.Passed, 20))
        );

        comparison.Changes.ShouldBe([
            new(new("Sca", "auth"), DifferenceKind.Added, null, 10),
            new(new("Scan", "auth"), DifferenceKind.Removed, 20, null),
        ]);
    }

    private static RunComparison Compare(StepStatus before, long beforeMs, StepStatus now, long nowMs)
    {
        var key = new StepKey("Test", "auth");
        return RunComparison.Of([new(key, now, 0, nowMs)], Previous(new PreviousStep(key, before, beforeMs)));
    }

    private static PreviousRun Previous(params PreviousStep[] steps) =>
        new("9d0c1aa", DateTimeOffset.UnixEpoch, 1, [.. steps]);
}

using Nuke.Common.Execution;
using Pipeline.Build.Preview;

namespace Pipeline.Tests.Reporting.Preview;

public sealed class PreviewStepsTests
{
    private readonly ExecutableTarget compile = new() { Name = "Compile" };
    private readonly ExecutableTarget test = new() { Name = "Test" };
    private readonly ExecutableTarget push = new() { Name = "Push" };
    private readonly ExecutableTarget deliver = new() { Name = "Deliver" };

    public PreviewStepsTests()
    {
        test.ExecutionDependencies.Add(compile);
        push.ExecutionDependencies.AddRange([test, compile]);
        deliver.ExecutionDependencies.Add(push);
    }

    [Fact]
    public void Steps_come_after_those_they_depend_on_each_once() => Steps(null).ShouldBe(["Compile", "Test", "Push"]);

    [Theory]
    [InlineData("Test")]
    [InlineData("test")]
    public void A_skipped_target_has_no_step_and_what_it_needs_has(string skipped) =>
        Steps([skipped]).ShouldBe(["Compile", "Push"]);

    [Fact]
    public void Skip_without_a_name_leaves_nothing_that_was_not_asked_for() => Steps([]).ShouldBeEmpty();

    [Fact]
    public void A_target_whose_condition_does_not_hold_has_no_step()
    {
        push.StaticConditions.Add(("is no pull request", () => false));

        Steps(null).ShouldBe(["Compile", "Test"]);
    }

    // Deliver is the one that does nothing for services itself.
    private ImmutableArray<string> Steps(string[]? skipped) =>
        PreviewSteps.Of(deliver, skipped, name => name != "Deliver");
}

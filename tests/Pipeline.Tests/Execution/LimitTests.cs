using System.Collections.Concurrent;
using Pipeline.Execution;
using Pipeline.Execution.Steps;

namespace Pipeline.Tests.Execution;

public sealed class LimitTests : IDisposable
{
    private static readonly StepLimit One = new(1, "image build");

    private readonly RunFixture fixture = new();
    private readonly ConcurrentQueue<string> order = new();
    private int running;
    private int most;

    [Fact]
    public async Task Targets_that_share_a_name_share_the_limit()
    {
        fixture.Each("image", "", Busy, Limited).Each("scan", "", Busy, Limited);

        await fixture.Run("a b c d");

        most.ShouldBe(1);
        order.Count.ShouldBe(8);
    }

    [Fact]
    public async Task A_user_s_number_holds_in_place_of_the_declared_one()
    {
        var bothRun = new CountdownEvent(2);
        fixture.Each(
            "image",
            "",
            step =>
            {
                bothRun.Signal();
                return Task.FromResult(
                    bothRun.Wait(TimeSpan.FromSeconds(30), step.Cancellation)
                        ? StepResult.Passed
                        : StepResult.Failed("alone")
                );
            },
            Limited
        );

        var steps = await fixture.Run(
            "a b",
            options => options with { Limits = StepLimit.Parse(["image-build=2"], [One]) }
        );

        steps.ShouldBe(["image a passed", "image b passed"]);
    }

    [Fact]
    public async Task A_step_that_waits_for_a_limit_takes_no_place_from_others()
    {
        var othersAreDone = new CountdownEvent(3);
        fixture
            .Each(
                "image",
                "",
                step =>
                    Task.FromResult(
                        othersAreDone.Wait(TimeSpan.FromSeconds(30), step.Cancellation)
                            ? StepResult.Passed
                            : StepResult.Failed("the others did not come to run")
                    ),
                Limited
            )
            .Each(
                "lint",
                "",
                _ =>
                {
                    othersAreDone.Signal();
                    return Task.FromResult(StepResult.Passed);
                }
            );

        // One of the two places is taken by the first image; two more images wait.
        var steps = await fixture.Run("a b c", options => options with { Parallel = 2 });

        steps.ShouldAllBe(step => step.EndsWith("passed"));
    }

    [Fact]
    public async Task Those_that_wait_are_let_in_as_they_came()
    {
        fixture.Each("image", "", Busy, Limited);

        await fixture.Run("e d c b a");

        order.ShouldBe(["image e", "image d", "image c", "image b", "image a"]);
    }

    [Fact]
    public async Task Targets_with_two_limits_each_do_not_wait_for_each_other()
    {
        ServiceTarget Both(ServiceTarget target) => target with { Limits = [One, new(1, "network")] };
        fixture.Each("image", "", Busy, Both).Each("push", "", Busy, Both).Each("pull", "", Busy, Limited);

        var steps = await fixture.Run("a b c d");

        steps.ShouldAllBe(step => step.EndsWith("passed"));
        most.ShouldBe(1);
    }

    [Fact]
    public async Task Two_numbers_for_one_limit_are_refused()
    {
        fixture
            .Each("image", "", Busy, Limited)
            .Each("scan", "", Busy, target => target with { Limits = [One with { Steps = 2 }] });
        await using var run = fixture.Start("a");

        var refusal = await Should.ThrowAsync<StepLimitException>(() => run.Complete("image"));

        refusal.Message.ShouldBe("the limit \"image build\" is 1 for one target and 2 for another: declare one number");
    }

    [Theory]
    [InlineData("image bild=2", "unknown limit \"image bild\": did you mean \"image build\"?")]
    [InlineData(
        "image build",
        "\"image build\" is not a limit: write \"image build=NUMBER\", where NUMBER is 1 or more steps"
    )]
    [InlineData(
        "image build=0",
        "\"image build=0\" is not a limit: write \"image build=NUMBER\", where NUMBER is 1 or more steps"
    )]
    [InlineData(
        "image build=many",
        "\"image build=many\" is not a limit: write \"image build=NUMBER\", where NUMBER is 1 or more steps"
    )]
    public void A_limit_that_cannot_be_read_is_answered_with_what_was_expected(string given, string sentence) =>
        Should.Throw<StepLimitException>(() => StepLimit.Parse([given], [One])).Message.ShouldBe(sentence);

    [Fact]
    public void Several_limits_may_stand_in_one_argument() =>
        StepLimit
            .Parse(["image build = 2,Network=3"], [One, new(1, "network")])
            .ShouldBe([new(2, "image build"), new(3, "network")]);

    public void Dispose() => fixture.Dispose();

    private static ServiceTarget Limited(ServiceTarget target) => target with { Limits = [One] };

    private async Task<StepResult> Busy(StepContext step)
    {
        var now = Interlocked.Increment(ref running);
        order.Enqueue(step.Key.ToString());
        for (var seen = most; seen < now; seen = most)
            Interlocked.CompareExchange(ref most, now, seen);
        await Task.Delay(3, step.Cancellation);
        Interlocked.Decrement(ref running);
        return StepResult.Passed;
    }
}

using Pipeline.Execution;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;

namespace Pipeline.Tests.Execution;

public sealed class RetryTests : IDisposable
{
    private static readonly RetrySchedule Quick = new() { Attempts = 3, First = TimeSpan.FromMilliseconds(1) };

    private readonly RunFixture fixture = new();
    private readonly List<string> told = [];
    private int attempts;

    public RetryTests() => fixture.Observers = [new Listener(told.Add)];

    [Fact]
    public async Task What_passes_by_itself_is_tried_again_and_every_retry_is_shown()
    {
        fixture.Each("push", "", Flaky(lost: 2), target => target with { Retries = Quick });
        await using var run = fixture.Start("auth");

        await run.Complete("push");

        run.Steps.Single().Result.ShouldBe(StepResult.Passed);
        run.Steps.Single().Attempts.ShouldBe(3);
        told.ShouldBe(["push auth 1: the line went dead", "push auth 2: the line went dead"]);
        Log().ShouldContain("attempt 1 of 3 failed: the line went dead; the next one starts in 0.0 s");
    }

    [Fact]
    public async Task Attempts_come_to_an_end_with_the_last_reason()
    {
        fixture.Each("push", "", Flaky(lost: 9), target => target with { Retries = Quick });

        var steps = await fixture.Run("auth");

        steps.ShouldBe(["push auth failed"]);
        attempts.ShouldBe(3);
        Log().ShouldEndWith("the line went dead\n");
    }

    [Fact]
    public async Task What_steps_share_is_made_anew_once_what_was_in_its_way_has_passed()
    {
        fixture.Each(
            "image",
            "",
            async step =>
            {
                await step.Shared(_ =>
                    attempts++ == 0
                        ? throw new TransientException("the line went dead")
                        : Task.FromResult(new Listener(told.Add))
                );
                return StepResult.Passed;
            },
            target => target with { Retries = Quick }
        );

        var steps = await fixture.Run("auth");

        steps.ShouldBe(["image auth passed"]);
        attempts.ShouldBe(2);
    }

    // A run that waits for it for ever would not end.
    [Fact(Timeout = 60_000)]
    public async Task A_step_waits_for_what_is_shared_no_longer_than_for_anything_else()
    {
        fixture.Each(
            "image",
            "",
            async step =>
            {
                await step.Shared(async ending =>
                {
                    await Task.Delay(Timeout.Infinite, ending);
                    return new Listener(told.Add);
                });
                return StepResult.Passed;
            }
        );

        var steps = await fixture
            .Run("auth", options => options with { StepTimeout = TimeSpan.FromMilliseconds(60) })
            .WaitAsync(TestContext.Current.CancellationToken);

        steps.ShouldBe(["image auth failed"]);
    }

    [Fact]
    public async Task What_does_not_pass_by_itself_is_not_tried_again()
    {
        fixture.Each(
            "push",
            "",
            _ =>
            {
                attempts++;
                throw new StepFailedException("no such repository");
            },
            target => target with { Retries = Quick }
        );

        await fixture.Run("auth");

        attempts.ShouldBe(1);
    }

    [Fact]
    public async Task A_target_that_does_not_declare_it_is_not_tried_again()
    {
        fixture.Each("compile", "", Flaky(lost: 1));

        var steps = await fixture.Run("auth");

        steps.ShouldBe(["compile auth failed"]);
        attempts.ShouldBe(1);
    }

    [Fact]
    public async Task All_attempts_together_have_the_time_of_one_step()
    {
        var slow = Quick with { First = TimeSpan.FromHours(1), Longest = TimeSpan.FromHours(1) };
        fixture.Each("push", "", Flaky(lost: 9), target => target with { Retries = slow });
        await using var run = fixture.Start(
            "auth",
            options => options with { StepTimeout = TimeSpan.FromMilliseconds(60) }
        );

        await Should.ThrowAsync<TargetFailedException>(() => run.Complete("push"));

        run.Steps.Single().Result.Reason.ShouldBe("the line went dead (attempt 1, and no time for another)");
    }

    [Fact]
    public async Task The_end_of_a_run_ends_the_wait_for_the_next_attempt()
    {
        var waits = new TaskCompletionSource();
        var slow = Quick with { First = TimeSpan.FromHours(1), Longest = TimeSpan.FromHours(1) };
        fixture.Each("push", "", Flaky(lost: 9), target => target with { Retries = slow });
        fixture.Observers = [new Listener(_ => waits.TrySetResult())];
        var run = fixture.Start("auth");
        var push = run.Complete("push");
        await waits.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        await run.DisposeAsync();

        await Should.ThrowAsync<TargetFailedException>(() => push);
        run.Steps.Single().Result.Reason.ShouldBe("ended early");
    }

    [Theory]
    [InlineData(0, 0.0, 1000)]
    [InlineData(1, 0.0, 2000)]
    [InlineData(3, 0.0, 8000)]
    [InlineData(1, 1.0, 3000)]
    [InlineData(2000, 0.0, 30000)]
    public void Pauses_grow_up_to_a_longest_one(int attempt, double chance, int milliseconds) =>
        new RetrySchedule { Factor = 2 }
            .Pause(attempt, chance)
            .ShouldBe(TimeSpan.FromMilliseconds(milliseconds));

    public void Dispose() => fixture.Dispose();

    private string Log() => File.ReadAllText(fixture.Root / "artifacts/logs/auth/push.log");

    private Func<StepContext, Task<StepResult>> Flaky(int lost) =>
        _ =>
            ++attempts <= lost
                ? throw new TransientException("the line went dead")
                : Task.FromResult(StepResult.Passed);

    private sealed class Listener(Action<string> retried) : IRunObserver
    {
        public void StepRetried(StepKey step, int attempt, TimeSpan delay, string reason) =>
            retried($"{step} {attempt}: {reason}");
    }
}

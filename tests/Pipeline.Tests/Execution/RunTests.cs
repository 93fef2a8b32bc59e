using System.Collections.Concurrent;
using Pipeline.Execution;
using Pipeline.Execution.Steps;

namespace Pipeline.Tests.Execution;

public sealed class RunTests : IDisposable
{
    private static readonly Func<StepContext, Task<StepResult>> Pass = _ => Task.FromResult(StepResult.Passed);

    private readonly RunFixture fixture = new();

    [Fact]
    public async Task A_failed_service_blocks_its_own_later_steps_and_no_one_elses()
    {
        fixture
            .Each(
                "test",
                "",
                step => Task.FromResult(step.Service.Name == "flag" ? StepResult.Failed("1 test") : StepResult.Passed)
            )
            .Each("image", "test", Pass)
            .Each("push", "image", Pass);

        var steps = await fixture.Run("auth flag");

        steps.ShouldBe([
            "image auth passed",
            "image flag blocked",
            "push auth passed",
            "push flag blocked",
            "test auth passed",
            "test flag failed",
        ]);
    }

    [Fact]
    public async Task A_block_says_which_step_is_to_blame()
    {
        fixture
            .Each("test", "", _ => Task.FromResult(StepResult.Failed("1 test")))
            .Each("image", "test", Pass)
            .Each("push", "image", Pass);
        await using var run = fixture.Start("auth");

        await Should.ThrowAsync<TargetFailedException>(() => run.Complete("push"));

        run.Steps.Single(step => step.Key.Target == "push").Result.ShouldBe(StepResult.Blocked("test failed"));
    }

    [Fact]
    public async Task A_step_together_serves_the_services_that_got_that_far()
    {
        var served = new ConcurrentBag<string>();
        fixture
            .Each(
                "push",
                "",
                step => Task.FromResult(step.Service.Name == "flag" ? StepResult.Failed("refused") : StepResult.Passed)
            )
            .Together(
                "bump",
                "push",
                contexts =>
                {
                    foreach (var context in contexts)
                        served.Add(context.Service.Name);
                    return Task.FromResult(contexts.Select(_ => StepResult.Passed).ToImmutableArray());
                }
            );

        var steps = await fixture.Run("auth flag targeting");

        served.Order().ShouldBe(["auth", "targeting"]);
        steps.ShouldContain("bump flag blocked");
    }

    [Fact]
    public async Task A_skip_lets_the_later_steps_go_on()
    {
        fixture
            .Each("scan", "", _ => Task.FromResult(StepResult.Skipped("trivy is not installed")))
            .Each("push", "scan", Pass);

        var steps = await fixture.Run("auth");

        steps.ShouldBe(["push auth passed", "scan auth skipped"]);
    }

    [Fact]
    public async Task A_target_without_steps_passes_on_what_it_waits_for()
    {
        var order = new ConcurrentQueue<string>();
        async Task<StepResult> Note(StepContext step)
        {
            await Task.Delay(step.Key.Target == "compile" ? 50 : 0, step.Cancellation);
            order.Enqueue(step.Key.Target);
            return StepResult.Passed;
        }

        fixture.Each("compile", "", Note).Without("verify", "compile").Each("push", "verify", Note);
        await fixture.Run("auth");

        order.ShouldBe(["compile", "push"]);
    }

    [Fact]
    public async Task A_later_target_of_one_service_does_not_wait_for_an_earlier_one_of_another()
    {
        var flagMayTest = new TaskCompletionSource();
        fixture
            .Each(
                "test",
                "",
                async step =>
                {
                    if (step.Service.Name == "flag")
                        await flagMayTest.Task.WaitAsync(TimeSpan.FromSeconds(30), step.Cancellation);
                    return StepResult.Passed;
                }
            )
            .Each(
                "push",
                "test",
                step =>
                {
                    if (step.Service.Name == "auth")
                        flagMayTest.SetResult();
                    return Task.FromResult(StepResult.Passed);
                }
            );

        var steps = await fixture.Run("auth flag");

        steps.ShouldAllBe(step => step.EndsWith("passed"));
    }

    [Fact]
    public async Task No_more_steps_run_at_a_time_than_allowed()
    {
        var (running, most) = (0, 0);
        // However slowly the first ones start, they are seen at once.
        var allAllowedRun = new TaskCompletionSource();
        fixture.Each(
            "test",
            "",
            async step =>
            {
                var now = Interlocked.Increment(ref running);
                InterlockedMax(ref most, now);
                if (now == 3)
                    allAllowedRun.TrySetResult();
                await allAllowedRun.Task.WaitAsync(TimeSpan.FromSeconds(30), step.Cancellation);
                await Task.Delay(5, step.Cancellation);
                Interlocked.Decrement(ref running);
                return StepResult.Passed;
            }
        );

        await fixture.Run(
            string.Join(' ', Enumerable.Range(0, 40).Select(i => $"s{i}")),
            options => options with { Parallel = 3 }
        );

        most.ShouldBe(3);
    }

    [Fact]
    public async Task A_step_that_takes_too_long_fails_with_the_limit()
    {
        fixture.Each(
            "test",
            "",
            async step =>
            {
                await Task.Delay(Timeout.Infinite, step.Cancellation);
                return StepResult.Passed;
            }
        );
        await using var run = fixture.Start(
            "auth",
            options => options with { StepTimeout = TimeSpan.FromMilliseconds(60) }
        );

        await Should.ThrowAsync<TargetFailedException>(() => run.Complete("test"));

        run.Steps.Single().Result.ShouldBe(StepResult.Failed("took longer than 0 minutes"));
    }

    [Fact]
    public async Task Failing_fast_ends_what_has_not_begun()
    {
        fixture.Each(
            "test",
            "",
            step => Task.FromResult(step.Service.Name == "a" ? StepResult.Failed("1 test") : StepResult.Passed)
        );

        var steps = await fixture.Run("a b c", options => options with { FailFast = true, Parallel = 1 });

        steps.ShouldBe(["test a failed", "test b blocked", "test c blocked"]);
    }

    [Fact]
    public async Task An_exception_fails_its_step_with_its_message_and_is_in_the_log()
    {
        fixture.Each("test", "", _ => throw new InvalidOperationException("the disk is full"));
        await using var run = fixture.Start("auth");

        await Should.ThrowAsync<TargetFailedException>(() => run.Complete("test"));

        run.Steps.Single().Result.Reason.ShouldBe("the disk is full");
        File.ReadAllText(fixture.Root / "artifacts/logs/auth/test.log").ShouldContain("InvalidOperationException");
    }

    [Fact]
    public async Task What_steps_share_is_made_once_and_given_back_last_first()
    {
        var events = new ConcurrentQueue<string>();
        fixture
            .Each("image", "", async step => await Note<Engine>(step, token => Task.FromResult(new Engine(events))))
            .Each(
                "push",
                "image",
                async step => await Note<Registry>(step, token => Task.FromResult(new Registry(events)))
            );

        await fixture.Run("auth flag targeting");

        events.ShouldBe(["engine made", "registry made", "registry gone", "engine gone"]);

        static async Task<StepResult> Note<T>(StepContext step, Func<CancellationToken, Task<T>> create)
            where T : class
        {
            await step.Shared(create);
            return StepResult.Passed;
        }
    }

    public void Dispose() => fixture.Dispose();

    private static void InterlockedMax(ref int most, int now)
    {
        for (var seen = most; seen < now; seen = most)
            Interlocked.CompareExchange(ref most, now, seen);
    }

    private sealed class Engine : IAsyncDisposable
    {
        private readonly ConcurrentQueue<string> events;

        public Engine(ConcurrentQueue<string> events)
        {
            this.events = events;
            events.Enqueue("engine made");
        }

        public ValueTask DisposeAsync()
        {
            events.Enqueue("engine gone");
            return ValueTask.CompletedTask;
        }
    }

    private sealed class Registry : IDisposable
    {
        private readonly ConcurrentQueue<string> events;

        public Registry(ConcurrentQueue<string> events)
        {
            this.events = events;
            events.Enqueue("registry made");
        }

        public void Dispose() => events.Enqueue("registry gone");
    }
}

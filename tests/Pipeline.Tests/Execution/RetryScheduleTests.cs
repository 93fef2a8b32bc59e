using Pipeline.Foundation.Failures;

namespace Pipeline.Tests.Execution;

public sealed class RetryScheduleTests
{
    private readonly HurriedClock clock = new();
    private readonly List<LostAttempt> lost = [];
    private int attempts;

    [Fact]
    public async Task Attempts_are_made_until_one_succeeds()
    {
        (await Run(Schedule, failures: 2)).ShouldBe(3);

        lost.Select(attempt => attempt.Number).ShouldBe([1, 2]);
    }

    [Fact]
    public async Task The_last_failure_is_the_callers()
    {
        var last = await Should.ThrowAsync<TransientException>(() => Run(Schedule, failures: 9));

        last.Message.ShouldBe("attempt 4 was lost");
        attempts.ShouldBe(4);
        lost.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_failure_that_does_not_pass_ends_it()
    {
        await Should.ThrowAsync<TransientException>(() => Run(Schedule, failures: 9, passes: _ => false));

        attempts.ShouldBe(1);
        lost.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_failure_that_does_not_pass_ends_it_after_one_that_does()
    {
        await Should.ThrowAsync<TransientException>(() => Run(Schedule, failures: 9, passes: _ => attempts == 1));

        attempts.ShouldBe(2);
    }

    [Fact]
    public async Task One_attempt_is_one()
    {
        await Should.ThrowAsync<TransientException>(() => Run(RetrySchedule.Once, failures: 1));

        attempts.ShouldBe(1);
    }

    [Fact]
    public async Task Pauses_are_those_of_the_schedule()
    {
        await Run(Schedule with { Jitter = 0 }, failures: 3);

        clock.Waited.ShouldBe([TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4)]);
        lost.Select(attempt => attempt.Pause).ShouldBe(clock.Waited);
    }

    [Fact]
    public async Task A_server_is_given_the_time_that_it_asks_for()
    {
        await Run(Schedule, failures: 1, retryAfter: TimeSpan.FromSeconds(90));

        clock.Waited.ShouldBe([TimeSpan.FromSeconds(90)]);
    }

    [Fact]
    public async Task A_server_that_asks_for_more_than_it_is_waited_for_is_not_asked_again()
    {
        await Should.ThrowAsync<TransientException>(() =>
            Run(Schedule, failures: 1, retryAfter: TimeSpan.FromHours(1))
        );

        attempts.ShouldBe(1);
    }

    [Fact]
    public async Task A_cancellation_ends_the_pause()
    {
        using var end = new CancellationTokenSource();
        var slow = Schedule with
        {
            Clock = TimeProvider.System,
            First = TimeSpan.FromHours(1),
            Longest = TimeSpan.FromHours(1),
        };

        var running = slow.Run<int>(Lose, _ => true, _ => end.Cancel(), end.Token);

        await Should.ThrowAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public async Task What_was_lost_while_it_was_cancelled_is_told_as_it_is()
    {
        using var end = new CancellationTokenSource();

        var running = Schedule.Run<int>(
            cancellation =>
            {
                end.Cancel();
                return Lose(cancellation);
            },
            _ => true,
            lost.Add,
            end.Token
        );

        await Should.ThrowAsync<TransientException>(() => running);
        lost.ShouldBeEmpty();
    }

    private RetrySchedule Schedule =>
        new()
        {
            Attempts = 4,
            Factor = 2,
            Clock = clock,
        };

    private Task<int> Run(
        RetrySchedule schedule,
        int failures,
        Func<Exception, bool>? passes = null,
        TimeSpan? retryAfter = null
    ) =>
        schedule.Run(
            _ =>
                ++attempts > failures
                    ? Task.FromResult(attempts)
                    : throw new TransientException($"attempt {attempts} was lost", retryAfter),
            passes ?? (failure => failure is TransientException),
            lost.Add,
            TestContext.Current.CancellationToken
        );

    private static Task<int> Lose(CancellationToken cancellation) =>
        Task.FromException<int>(new TransientException("the line went dead"));

    /// <summary>A clock whose timers are due at once.</summary>
    private sealed class HurriedClock : TimeProvider
    {
        public List<TimeSpan> Waited { get; } = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime != Timeout.InfiniteTimeSpan)
                Waited.Add(dueTime);
            return base.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }
}

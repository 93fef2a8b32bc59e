using System.Runtime.ExceptionServices;
using Polly;
using Polly.Retry;

namespace Pipeline.Foundation.Failures;

/// <summary>How often a failed attempt is repeated, and after what pause.</summary>
public sealed record RetrySchedule
{
    /// <summary>One attempt only.</summary>
    internal static RetrySchedule Once { get; } = new() { Attempts = 1 };

    /// <summary>All attempts, the first one included.</summary>
    public int Attempts { get; init; } = 10;

    /// <summary>The pause after the first attempt.</summary>
    public TimeSpan First { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The factor from each pause to the next.</summary>
    public double Factor { get; init; } = 1.5;

    /// <summary>
    /// The share of a pause added as random jitter, so that clients that failed together do not collide again.
    /// </summary>
    public double Jitter { get; init; } = 0.5;

    /// <summary>The longest pause of the schedule itself.</summary>
    public TimeSpan Longest { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest pause that a server may ask for; a longer one ends the attempts.</summary>
    public TimeSpan LongestAsked { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Measures the pauses.</summary>
    internal TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>The pause after an attempt.</summary>
    /// <param name="attempt">The failed attempt, from 0.</param>
    /// <param name="chance">From 0 to 1.</param>
    public TimeSpan Pause(int attempt, double chance)
    {
        // In seconds, as a huge pause would overflow TimeSpan.
        var pause = First.TotalSeconds * Math.Pow(Factor, attempt) * (1 + (Jitter * chance));
        return pause < Longest.TotalSeconds ? TimeSpan.FromSeconds(pause) : Longest;
    }

    /// <summary>Makes attempts until one succeeds or fails for good, and returns or throws what that one did.</summary>
    /// <param name="attempt">Makes one.</param>
    /// <param name="passes">True for a failure after which another attempt may succeed.</param>
    /// <param name="lost">Takes each failed attempt that is followed by another; null: nothing.</param>
    /// <param name="cancellation">Cancels an attempt, and the pause between two.</param>
    internal async Task<T> Run<T>(
        Func<CancellationToken, Task<T>> attempt,
        Func<Exception, bool> passes,
        Action<LostAttempt>? lost,
        CancellationToken cancellation
    )
    {
        ExceptionDispatchInfo? first;
        try
        {
            return await attempt(cancellation);
        }
        catch (Exception failure) when (Attempts > 1 && !cancellation.IsCancellationRequested && IsCurable(failure))
        {
            first = ExceptionDispatchInfo.Capture(failure);
        }

        // Only from here on: loading Polly takes longer than an attempt that succeeds at once.
        var strategy = new RetryStrategyOptions
        {
            MaxRetryAttempts = Attempts - 1,
            ShouldHandle = made => new(made.Outcome.Exception is { } failure && IsCurable(failure)),
            DelayGenerator = made =>
                new(Asked(made.Outcome.Exception) ?? Pause(made.AttemptNumber, Random.Shared.NextDouble())),
            OnRetry = made =>
            {
                lost?.Invoke(new(made.AttemptNumber + 1, made.RetryDelay, made.Outcome.Exception!));
                return default;
            },
        };
        return await new ResiliencePipelineBuilder { TimeProvider = Clock }
            .AddRetry(strategy)
            .Build()
            .ExecuteAsync(
                async token =>
                {
                    Interlocked.Exchange(ref first, null)?.Throw();
                    return await attempt(token);
                },
                cancellation
            );

        bool IsCurable(Exception failure) => passes(failure) && !AsksForTooLong(failure);
    }

    /// <summary>True where the server asks for a longer pause than the schedule allows.</summary>
    internal bool AsksForTooLong(Exception failure) => Asked(failure) > LongestAsked;

    private static TimeSpan? Asked(Exception? failure) => (failure as TransientException)?.RetryAfter;
}

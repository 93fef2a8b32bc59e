using System.Runtime.ExceptionServices;
using Polly;
using Polly.Retry;

namespace Pipeline.Foundation.Failures;

/// <summary>How often an attempt that was lost is made again, and after what pause.</summary>
public sealed record RetrySchedule
{
    /// <summary>One attempt, and no other.</summary>
    internal static RetrySchedule Once { get; } = new() { Attempts = 1 };

    /// <summary>All attempts, the first one included.</summary>
    public int Attempts { get; init; } = 10;

    /// <summary>The pause after the first attempt.</summary>
    public TimeSpan First { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>What each further pause is multiplied by.</summary>
    public double Factor { get; init; } = 1.5;

    /// <summary>The share of a pause that chance may add, so that those who lost together do not meet again.</summary>
    public double Jitter { get; init; } = 0.5;

    /// <summary>The longest pause of this schedule's own.</summary>
    public TimeSpan Longest { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest pause that a server may ask for; one that asks for more is not asked again.</summary>
    public TimeSpan LongestAsked { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Measures the pauses.</summary>
    internal TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>The pause after an attempt.</summary>
    /// <param name="attempt">The attempt that was lost, from 0.</param>
    /// <param name="chance">From 0 to 1.</param>
    public TimeSpan Pause(int attempt, double chance)
    {
        // In seconds, since a pause beyond all measure would not be a time any more.
        var pause = First.TotalSeconds * Math.Pow(Factor, attempt) * (1 + (Jitter * chance));
        return pause < Longest.TotalSeconds ? TimeSpan.FromSeconds(pause) : Longest;
    }

    /// <summary>Makes attempts until one ends in a way that another could not change; that end is the caller's.</summary>
    /// <param name="attempt">Makes one.</param>
    /// <param name="passes">True for a failure that another attempt can cure.</param>
    /// <param name="lost">Is told of each attempt that another one follows; null: nobody is.</param>
    /// <param name="cancellation">Ends an attempt, and the pause between two.</param>
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

        // From here on, as Polly takes longer to be loaded than an attempt that succeeds at once.
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

    /// <summary>True for a failure whose server wants to be left alone for longer than it is waited for.</summary>
    internal bool AsksForTooLong(Exception failure) => Asked(failure) > LongestAsked;

    private static TimeSpan? Asked(Exception? failure) => (failure as TransientException)?.RetryAfter;
}

using System.Globalization;
using Pipeline.Foundation.Failures;

namespace Pipeline.Execution.Steps;

/// <summary>Runs the body of a target, and repeats it after transient failures where the target allows that.</summary>
/// <param name="target">The target.</param>
/// <param name="contexts">The contexts that it serves.</param>
/// <param name="retried">Takes a failed attempt, from 1, the pause before the next, and the reason.</param>
/// <param name="cancellation">Cancels the run, as opposed to the step.</param>
internal sealed class StepAttempts(
    ServiceTarget target,
    ImmutableArray<StepContext> contexts,
    Action<StepContext, int, TimeSpan, string>? retried,
    CancellationToken cancellation
)
{
    private readonly RetrySchedule schedule = target.Retries ?? RetrySchedule.Once;

    /// <summary>The number of attempts so far.</summary>
    public int Made { get; private set; }

    /// <summary>Runs it until an attempt succeeds or fails for good.</summary>
    /// <param name="deadline">Cancels an attempt, and the pause between two.</param>
    public async Task<ImmutableArray<StepResult>> Run(CancellationToken deadline)
    {
        LostAttempt? waiting = null;
        try
        {
            return await schedule.Run(
                _ =>
                {
                    waiting = null;
                    Made++;
                    return target.Body(contexts);
                },
                failure => failure is TransientException,
                lost => Tell(waiting = lost),
                deadline
            );
        }
        // The failure says more than the timeout.
        catch (OperationCanceledException) when (waiting is not null && !cancellation.IsCancellationRequested)
        {
            throw new StepFailedException(
                $"{waiting.Failure.Message} (attempt {waiting.Number}, and no time for another)"
            );
        }
    }

    private void Tell(LostAttempt lost)
    {
        foreach (var context in contexts)
        {
            context.Log.Write(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"attempt {lost.Number} of {schedule.Attempts} failed: {lost.Failure.Message}; the next one starts in {lost.Pause.TotalSeconds:0.0} s"
                )
            );
            retried?.Invoke(context, lost.Number, lost.Pause, lost.Failure.Message);
        }
    }
}

using System.Globalization;
using Pipeline.Foundation.Failures;

namespace Pipeline.Execution.Steps;

/// <summary>Runs the body of a target, and again after what passes by itself where the target allows that.</summary>
/// <param name="target">The target.</param>
/// <param name="contexts">Those that it is run for.</param>
/// <param name="retried">Is told of an attempt that was lost, from 1, of the pause before the next, and of the reason.</param>
/// <param name="cancellation">Ends the run, as opposed to the step.</param>
internal sealed class StepAttempts(
    ServiceTarget target,
    ImmutableArray<StepContext> contexts,
    Action<StepContext, int, TimeSpan, string>? retried,
    CancellationToken cancellation
)
{
    private readonly RetrySchedule schedule = target.Retries ?? RetrySchedule.Once;

    /// <summary>The attempts that were begun.</summary>
    public int Made { get; private set; }

    /// <summary>Runs it until an attempt comes to an end that another could not change.</summary>
    /// <param name="deadline">Ends an attempt, and the pause between two.</param>
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
        // Why there was no success tells more than that the time was up.
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
                    $"attempt {lost.Number} of {schedule.Attempts} was lost: {lost.Failure.Message}; the next begins in {lost.Pause.TotalSeconds:0.0} s"
                )
            );
            retried?.Invoke(context, lost.Number, lost.Pause, lost.Failure.Message);
        }
    }
}

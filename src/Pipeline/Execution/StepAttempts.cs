using System.Globalization;

namespace Pipeline.Execution;

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
    /// <summary>The attempts that were begun.</summary>
    public int Made { get; private set; }

    /// <summary>Runs it until an attempt comes to an end that another could not change.</summary>
    /// <param name="deadline">Ends an attempt, and the pause between two.</param>
    public async Task<ImmutableArray<StepResult>> Run(CancellationToken deadline)
    {
        while (true)
        {
            Made++;
            try
            {
                return await target.Body(contexts);
            }
            catch (TransientException failure)
                when (Made < target.Retries?.Attempts && !deadline.IsCancellationRequested)
            {
                await Pause(target.Retries, failure, deadline);
            }
        }
    }

    private async Task Pause(RetrySchedule schedule, TransientException failure, CancellationToken deadline)
    {
        var pause = schedule.Pause(Made - 1, Random.Shared.NextDouble());
        foreach (var context in contexts)
        {
            context.Log.Write(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"attempt {Made} of {schedule.Attempts} was lost: {failure.Message}; the next begins in {pause.TotalSeconds:0.0} s"
                )
            );
            retried?.Invoke(context, Made, pause, failure.Message);
        }

        try
        {
            await Task.Delay(pause, deadline);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // Why there was no success tells more than that the time was up.
            throw new StepFailedException($"{failure.Message} (attempt {Made}, and no time for another)");
        }
    }
}

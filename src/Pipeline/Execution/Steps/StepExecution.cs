using Pipeline.Execution.Logs;
using Pipeline.Foundation.Failures;
using Pipeline.Foundation.Git;

namespace Pipeline.Execution.Steps;

/// <summary>Runs the body of a target under a timeout, and makes a result of whatever comes of it.</summary>
/// <param name="scope">What the run works on.</param>
/// <param name="cancellation">Ends it.</param>
/// <param name="keep">Is given what came of each context, once its log is whole and before anyone is told; null: nobody is.</param>
/// <param name="retried">Is told of an attempt that was lost, from 1, of the pause before the next, and of the reason.</param>
internal sealed class StepExecution(
    IRunScope scope,
    CancellationToken cancellation,
    Func<StepContext, Step, Task>? keep = null,
    Action<StepContext, int, TimeSpan, string>? retried = null
)
{
    /// <summary>Runs it once for all contexts; <paramref name="end"/> is told the end of each.</summary>
    public async Task Run(ServiceTarget target, ImmutableArray<StepContext> contexts, Action<Step, StepContext> end)
    {
        var started = DateTimeOffset.UtcNow;
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(scope.StepTimeout);

        var attempts = new StepAttempts(target, contexts, retried, cancellation);
        var results = await Results(attempts, contexts, deadline.Token);
        var duration = DateTimeOffset.UtcNow - started;
        for (var i = 0; i < contexts.Length; i++)
        {
            await contexts[i].Log.DisposeAsync();
            var step = new Step(contexts[i].Key, results[i], started, duration) { Attempts = attempts.Made };
            if (keep is not null)
                await keep(contexts[i], step);
            end(step, contexts[i]);
        }
    }

    private async Task<ImmutableArray<StepResult>> Results(
        StepAttempts attempts,
        ImmutableArray<StepContext> contexts,
        CancellationToken deadline
    )
    {
        try
        {
            foreach (var context in contexts)
                context.Begin(deadline);
            return await attempts.Run(deadline);
        }
        catch (Exception failure)
        {
            var result = Explain(failure);
            foreach (var context in contexts)
                Note(context.Log, IsTold(failure) ? result.Reason! : failure.ToString());
            return [.. contexts.Select(_ => result)];
        }
    }

    // Where in the code it came up tells no more than the message: of a tool, or of the system about a file or the disk.
    private static bool IsTold(Exception failure) =>
        failure is StepFailedException or OperationCanceledException or GitException or IOException;

    private static void Note(StepLog log, string text)
    {
        try
        {
            log.Write(text);
        }
        catch (IOException)
        {
            // A full disk that has ended the step takes no word of it; its result says so.
        }
    }

    private StepResult Explain(Exception failure) =>
        failure switch
        {
            OperationCanceledException when cancellation.IsCancellationRequested => StepResult.Failed(
                "ended before it was done"
            ),
            OperationCanceledException => StepResult.Failed(
                $"took longer than {scope.StepTimeout.TotalMinutes:0.#} minutes"
            ),
            _ => StepResult.Failed(failure.Message),
        };
}

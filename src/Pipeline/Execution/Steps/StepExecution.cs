using System.Collections.Concurrent;
using Pipeline.Execution.Logs;
using Pipeline.Foundation.Failures;
using Pipeline.Foundation.Files;
using Pipeline.Foundation.Git;
using Pipeline.Foundation.Secrets;

namespace Pipeline.Execution.Steps;

/// <summary>Runs the body of a target under a timeout, and turns its outcome into results.</summary>
/// <param name="scope">What the run works on.</param>
/// <param name="cancellation">Cancels it.</param>
/// <param name="keep">
/// Caches the result of each context, once its log is complete and before observers see it; null: nothing is cached.
/// </param>
/// <param name="retried">Takes a failed attempt, from 1, the pause before the next, and the reason.</param>
internal sealed class StepExecution(
    IRunScope scope,
    CancellationToken cancellation,
    Func<StepContext, Step, Task>? keep = null,
    Action<StepContext, int, TimeSpan, string>? retried = null
)
{
    /// <summary>Runs it once for all contexts; <paramref name="end"/> takes each result.</summary>
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
            var result = contexts[i].End(results[i]);
            await contexts[i].Log.DisposeAsync();
            var step = new Step(contexts[i].Key, result, started, duration) { Attempts = attempts.Made };
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
            await OpenLogs(contexts);
            foreach (var context in contexts)
                context.Begin(deadline);
            UsedRights.Hear(Audit(contexts));
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

    // Emptying the log of an earlier run waits for the disk.
    private static async Task OpenLogs(ImmutableArray<StepContext> contexts)
    {
        if (contexts is [var only])
            only.Log.Open();
        else
            await DiskWaits.Share(
                contexts,
                context =>
                {
                    context.Log.Open();
                    return context;
                }
            );
    }

    // Once for each right and place, however often a step uses it.
    private Action<Right, string> Audit(ImmutableArray<StepContext> contexts)
    {
        var known = new ConcurrentDictionary<(Right, string), bool>();
        return (right, place) =>
        {
            if (known.TryAdd((right, place), true))
                AuditLog.Add(
                    scope.Artifacts,
                    scope.Source.Commit,
                    contexts[0].Key.Target,
                    contexts.Select(context => context.Key.Service),
                    right,
                    contexts[0].Redact(place)
                );
        };
    }

    // A stack trace adds nothing to these: the message of a tool, or of the system about a file or the disk.
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
            // A full disk that ended the step cannot take this message either; the result has it.
        }
    }

    private StepResult Explain(Exception failure) =>
        failure switch
        {
            OperationCanceledException when cancellation.IsCancellationRequested => StepResult.Failed("ended early"),
            OperationCanceledException => StepResult.Failed(
                $"took longer than {scope.StepTimeout.TotalMinutes:0.#} minutes"
            ),
            _ => StepResult.Failed(failure.Message),
        };
}

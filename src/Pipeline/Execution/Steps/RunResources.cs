using Pipeline.Foundation.Failures;

namespace Pipeline.Execution.Steps;

/// <summary>
/// Resources shared by the steps of a run: each created by the first step that needs it, and released after the run.
/// </summary>
internal sealed class RunResources : IAsyncDisposable
{
    private readonly Lock gate = new();
    private readonly Dictionary<Type, Task> made = [];
    private readonly List<Task<object>> order = [];
    private readonly CancellationTokenSource cancellation = new();

    public Task<T> Get<T>(Func<CancellationToken, Task<T>> create)
        where T : class
    {
        lock (gate)
        {
            if (made.TryGetValue(typeof(T), out var existing) && !MayComeAbout(existing))
                return (Task<T>)existing;

            // Not cancelled with the step that comes first: others wait for it too.
            var task = Task.Run(() => create(cancellation.Token));
            made[typeof(T)] = task;
            order.Add(Boxed(task));
            return task;
        }
    }

    /// <summary>Releases everything, the last created first.</summary>
    public async ValueTask DisposeAsync()
    {
        await cancellation.CancelAsync();
        foreach (var task in Enumerable.Reverse(order))
        {
            // A failure to create one was reported in the step that needed it.
            await ((Task)task).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!task.IsCompletedSuccessfully)
                continue;
            if (await task is IAsyncDisposable resource)
                await resource.DisposeAsync();
            else
                (await task as IDisposable)?.Dispose();
        }

        cancellation.Dispose();
    }

    // A transient failure may have passed when a step asks again.
    private static bool MayComeAbout(Task failed) => failed.Exception?.InnerException is TransientException;

    private static async Task<object> Boxed<T>(Task<T> task)
        where T : class => await task;
}

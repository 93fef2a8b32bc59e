namespace Pipeline.Execution.Recovery;

/// <summary>
/// Ends a run once: from the handler of Ctrl-C, or from the unwinding build, which waits for the handler so that the
/// process does not exit under it. A second Ctrl-C does not wait.
/// </summary>
internal sealed class RunEnd
{
    private readonly ManualResetEventSlim isDone = new();
    private int isBegun;

    /// <summary>Runs the action; does nothing where it has run or is running.</summary>
    public void Once(Action end)
    {
        if (Interlocked.Exchange(ref isBegun, 1) == 1)
        {
            // Signals are handled on threads of the pool.
            if (!Thread.CurrentThread.IsThreadPoolThread)
                isDone.Wait();
            return;
        }

        try
        {
            end();
        }
        finally
        {
            isDone.Set();
        }
    }
}

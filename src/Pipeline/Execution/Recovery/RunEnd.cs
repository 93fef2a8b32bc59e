namespace Pipeline.Execution.Recovery;

/// <summary>
/// Ends a run once, whoever comes first: the handler of Ctrl-C, or the build as it unwinds, which waits for the other so that the
/// process does not exit under it. A second Ctrl-C waits for nothing.
/// </summary>
public sealed class RunEnd
{
    private readonly ManualResetEventSlim isDone = new();
    private int isBegun;

    /// <summary>Does what is to be done at the end; where that is done or under way, does nothing.</summary>
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

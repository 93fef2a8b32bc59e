using Nuke.Common.Utilities;

namespace Nuke.Common.Execution;

/// <summary>
/// What is done when the run is cancelled with Ctrl-C, the last registered first; the process ends after it.
/// </summary>
internal static class Cancellation
{
    // Ctrl-C comes on a thread of its own, also while the run registers a handler.
    private static readonly Lock s_gate = new();
    private static readonly LinkedList<Action> s_handlers = [];

    /// <summary>Calls the handler when the run is cancelled before the result is disposed of.</summary>
    public static IDisposable Calls(Action handler)
    {
        if (s_handlers.Count == 0)
            Console.CancelKeyPress += Cancel;

        LinkedListNode<Action> node = new(handler);
        return new Bracket(() => Change(() => s_handlers.AddFirst(node)), () => Change(() => s_handlers.Remove(node)));
    }

    private static void Cancel(object? sender, ConsoleCancelEventArgs e)
    {
        Action[] handlers;
        lock (s_gate)
            handlers = [.. s_handlers];
        foreach (var handler in handlers)
            handler();
    }

    private static void Change(Action change)
    {
        lock (s_gate)
            change();
    }
}

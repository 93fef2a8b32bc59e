using Nuke.Common.Utilities;

namespace Nuke.Common.Execution;

/// <summary>
/// What is done when the run is cancelled with Ctrl-C, the last registered first; the process ends after it.
/// </summary>
internal static class Cancellation
{
    private static readonly LinkedList<Action> s_handlers = [];

    /// <summary>Calls the handler when the run is cancelled before the result is disposed of.</summary>
    public static IDisposable Calls(Action handler)
    {
        if (s_handlers.Count == 0)
            Console.CancelKeyPress += Cancel;

        LinkedListNode<Action> node = new(handler);
        return new Bracket(() => s_handlers.AddFirst(node), () => s_handlers.Remove(node));
    }

    private static void Cancel(object? sender, ConsoleCancelEventArgs e)
    {
        foreach (var handler in s_handlers.ToArray())
            handler();
    }
}

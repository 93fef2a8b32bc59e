using System.Collections.Concurrent;

namespace Pipeline.Execution.Cache;

/// <summary>Problems of a cache.</summary>
internal enum CacheTrouble
{
    /// <summary>No keys can be computed.</summary>
    Keys,

    /// <summary>An entry is damaged.</summary>
    Damage,

    /// <summary>Sources changed while a step worked on them.</summary>
    Change,

    /// <summary>A step left files other than its outputs.</summary>
    Outputs,

    /// <summary>A secret was about to be cached.</summary>
    Secret,

    /// <summary>This machine's store refused an entry.</summary>
    Store,

    /// <summary>The shared store does not answer.</summary>
    Shared,
}

/// <summary>Warns once in a run about each kind of problem: with a broken store, every step has it.</summary>
internal sealed class CacheWarnings(Action<string> warn)
{
    private readonly ConcurrentDictionary<CacheTrouble, bool> told = new();

    public void Once(CacheTrouble trouble, string message)
    {
        if (told.TryAdd(trouble, true))
            warn($"cache: {message}");
    }
}

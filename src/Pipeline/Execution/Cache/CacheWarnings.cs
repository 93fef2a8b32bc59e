using System.Collections.Concurrent;

namespace Pipeline.Execution.Cache;

/// <summary>What can be wrong with a cache.</summary>
internal enum CacheTrouble
{
    /// <summary>No keys can be computed.</summary>
    Keys,

    /// <summary>An entry is not what was written.</summary>
    Damage,

    /// <summary>Sources changed while they were worked on.</summary>
    Change,

    /// <summary>A step left files that are none of its outputs.</summary>
    Outputs,

    /// <summary>A secret was about to be kept.</summary>
    Secret,

    /// <summary>This machine's store does not take an entry.</summary>
    Store,

    /// <summary>The shared store does not answer.</summary>
    Shared,
}

/// <summary>Tells each kind of trouble once in a run: with a store that is broken, every step has it.</summary>
internal sealed class CacheWarnings(Action<string> warn)
{
    private readonly ConcurrentDictionary<CacheTrouble, bool> told = new();

    public void Once(CacheTrouble trouble, string message)
    {
        if (told.TryAdd(trouble, true))
            warn($"cache: {message}");
    }
}

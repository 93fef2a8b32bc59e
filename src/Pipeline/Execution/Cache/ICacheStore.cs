using Pipeline.Planning;

namespace Pipeline.Execution.Cache;

/// <summary>Stores the results of steps by key.</summary>
internal interface ICacheStore : IAsyncDisposable
{
    /// <summary>Its name in messages.</summary>
    string Name { get; }

    /// <summary>True where there is an entry.</summary>
    /// <exception cref="CacheStoreException">The store does not answer.</exception>
    ValueTask<bool> Contains(ContentKey key, CancellationToken cancellation);

    /// <summary>Opens an entry; null where there is none. Its content is not to be trusted.</summary>
    /// <exception cref="CacheStoreException">The store does not answer.</exception>
    Task<Stream?> Open(ContentKey key, CancellationToken cancellation);

    /// <summary>Stores an entry, whole or not at all; it may replace one.</summary>
    /// <exception cref="CacheStoreException">The store refuses it.</exception>
    Task Save(ContentKey key, Stream entry, CancellationToken cancellation);
}

/// <summary>A store failed; the message says why.</summary>
internal sealed class CacheStoreException(string message) : Exception(message);

/// <summary>Where the results of steps are cached.</summary>
/// <param name="Local">On this machine.</param>
internal sealed record CacheOptions(LocalStore Local)
{
    /// <summary>The one shared with other machines; null for none.</summary>
    public ICacheStore? Shared { get; init; }

    /// <summary>True where nothing is written to the shared store.</summary>
    public bool IsReadOnly { get; init; }
}

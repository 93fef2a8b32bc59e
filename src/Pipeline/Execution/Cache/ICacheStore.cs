using Pipeline.Planning;

namespace Pipeline.Execution.Cache;

/// <summary>Keeps the results of steps by their keys.</summary>
public interface ICacheStore : IAsyncDisposable
{
    /// <summary>What messages call it.</summary>
    string Name { get; }

    /// <summary>True where an entry is there.</summary>
    /// <exception cref="CacheStoreException">The store cannot be asked.</exception>
    ValueTask<bool> Contains(ContentKey key, CancellationToken cancellation);

    /// <summary>Opens an entry; null where there is none. What it gives out is not to be trusted.</summary>
    /// <exception cref="CacheStoreException">The store cannot be asked.</exception>
    Task<Stream?> Open(ContentKey key, CancellationToken cancellation);

    /// <summary>Keeps an entry, whole or not at all; it may replace one.</summary>
    /// <exception cref="CacheStoreException">The store does not take it.</exception>
    Task Save(ContentKey key, Stream entry, CancellationToken cancellation);
}

/// <summary>A store cannot do what it was asked; the message says why.</summary>
public sealed class CacheStoreException(string message) : Exception(message);

/// <summary>Where the results of steps are kept.</summary>
/// <param name="Local">On this machine.</param>
public sealed record CacheOptions(LocalStore Local)
{
    /// <summary>Shared with other machines; null where there is none.</summary>
    public ICacheStore? Shared { get; init; }

    /// <summary>True where nothing is written to the shared store.</summary>
    public bool IsReadOnly { get; init; }
}

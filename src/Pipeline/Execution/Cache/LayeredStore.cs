using System.Collections.Concurrent;
using Pipeline.Planning;

namespace Pipeline.Execution.Cache;

/// <summary>
/// This machine's store in front of the shared one: entries of the shared one are stored here too. Where it fails, the
/// run goes on without it.
/// </summary>
internal sealed class LayeredStore(CacheOptions cache, CacheWarnings warnings) : IAsyncDisposable
{
    private const int Uploads = 4;

    private readonly SemaphoreSlim line = new(Uploads);
    private readonly ConcurrentBag<Task> uploads = [];

    // Not disposed of: a signal may come at any time. Without a timer it holds nothing.
    private readonly CancellationTokenSource end = new();
    private volatile bool isGone;

    private ICacheStore? Shared => isGone ? null : cache.Shared;

    /// <summary>True where there is an entry of this key.</summary>
    public async ValueTask<bool> Contains(ContentKey key, CancellationToken cancellation) =>
        await cache.Local.Contains(key, cancellation)
        || Shared is not null && await Ask(async shared => await shared.Contains(key, cancellation));

    /// <summary>Opens an entry, to be read on this machine; null where there is none.</summary>
    public async Task<Stream?> Open(ContentKey key, CancellationToken cancellation)
    {
        if (cache.Local.Open(key) is { } here)
            return here;

        var taken = await Ask(async shared =>
        {
            await using var there = await shared.Open(key, cancellation);
            if (there is not null)
                await cache.Local.Save(key, there, cancellation);
            return there is not null;
        });
        return taken ? cache.Local.Open(key) : null;
    }

    /// <summary>Stores an entry here, and in the shared store in the background.</summary>
    public void Save(ContentKey key, Action<FileStream> write)
    {
        cache.Local.Save(key, write);
        if (!cache.IsReadOnly && !end.IsCancellationRequested && Shared is not null)
            uploads.Add(Upload(key));
    }

    /// <summary>Removes a bad entry; the shared store gets a new one when the step has run.</summary>
    public void Remove(ContentKey key) => cache.Local.Remove(key);

    /// <summary>Waits for uploads to the shared store.</summary>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(uploads);
        await cache.Local.DisposeAsync();
        if (cache.Shared is not null)
            await cache.Shared.DisposeAsync();
        line.Dispose();
    }

    /// <summary>Gives up uploads to the shared store.</summary>
    public void StopSharing() => end.Cancel();

    private async Task Upload(ContentKey key)
    {
        await line.WaitAsync();
        try
        {
            await Ask(async shared =>
            {
                await using var entry = cache.Local.Open(key);
                if (entry is not null)
                    await shared.Save(key, entry, end.Token);
                return true;
            });
        }
        finally
        {
            line.Release();
        }
    }

    private async Task<bool> Ask(Func<ICacheStore, Task<bool>> question)
    {
        if (Shared is not { } shared)
            return false;
        try
        {
            return await question(shared);
        }
        catch (Exception failure) when (failure is CacheStoreException or IOException or UnauthorizedAccessException)
        {
            isGone = true;
            warnings.Once(CacheTrouble.Shared, $"{shared.Name} is left out of this run: {failure.Message}");
            return false;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}

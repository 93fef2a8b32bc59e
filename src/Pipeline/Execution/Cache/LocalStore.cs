using System.Collections.Concurrent;
using Nuke.Common.IO;
using Pipeline.Foundation.Files;
using Pipeline.Planning;

namespace Pipeline.Execution.Cache;

/// <summary>
/// A folder of this machine, which several processes may use at a time. Above its limit, the least recently used
/// entries are removed.
/// </summary>
/// <param name="folder">The folder; it is created for the first entry.</param>
/// <param name="limit">How many bytes it may hold after <see cref="Trim"/>.</param>
internal sealed class LocalStore(AbsolutePath folder, long limit) : ICacheStore
{
    /// <summary>The default limit: 5 GiB.</summary>
    public const long DefaultLimit = 5L * 1024 * 1024 * 1024;

    // For an order over weeks this is fine enough, and updating the time on each use would cost as much as reading an
    // entry.
    private static readonly TimeSpan ClockTick = TimeSpan.FromHours(1);

    // A writer that takes longer than this was killed.
    private static readonly TimeSpan Abandoned = TimeSpan.FromHours(1);

    private long saved;

    /// <summary>The folder.</summary>
    public AbsolutePath Folder => folder;

    /// <inheritdoc />
    public string Name => folder;

    /// <inheritdoc />
    public ValueTask<bool> Contains(ContentKey key, CancellationToken cancellation) =>
        new(File.Exists(EntryPath.Of(folder, key)));

    /// <inheritdoc />
    public Task<Stream?> Open(ContentKey key, CancellationToken cancellation) => Task.FromResult(Open(key));

    /// <inheritdoc />
    public Task Save(ContentKey key, Stream entry, CancellationToken cancellation)
    {
        Save(key, entry.CopyTo);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        if (saved > 0)
            Trim();
        return ValueTask.CompletedTask;
    }

    internal Stream? Open(ContentKey key)
    {
        if (EntryPath.Open(folder, key) is not FileStream entry)
            return null;

        var now = DateTime.UtcNow;
        if (now - File.GetLastAccessTimeUtc(entry.SafeFileHandle) > ClockTick)
            Touch(entry.Name, now);
        return entry;
    }

    internal void Save(ContentKey key, Action<FileStream> write)
    {
        var length = 0L;
        AtomicFile.Write(
            EntryPath.Of(folder, key),
            stream =>
            {
                write(stream);
                length = stream.Length;
            },
            durable: true
        );
        // The folder is only measured when it may have grown noticeably.
        if (Interlocked.Add(ref saved, length) > limit / 10)
            Trim();
    }

    internal void Remove(ContentKey key) => Delete(EntryPath.Of(folder, key));

    /// <summary>Removes entries, the least recently used first, until the rest fits the limit.</summary>
    public void Trim()
    {
        Interlocked.Exchange(ref saved, 0);
        if (!Directory.Exists(folder))
            return;

        var files = new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).ToArray();
        foreach (var file in files.Where(IsAbandoned))
            Delete(file.FullName);

        var entries = files
            .Where(file => file.Name.EndsWith(EntryPath.Ending, StringComparison.Ordinal))
            .OrderBy(file => file.LastAccessTimeUtc)
            .ToArray();
        var size = entries.Sum(entry => entry.Length);
        foreach (var entry in entries)
        {
            if (size <= limit)
                break;
            Delete(entry.FullName);
            size -= entry.Length;
        }
    }

    private static bool IsAbandoned(FileInfo file) =>
        file.Name.EndsWith(AtomicFile.Unfinished, StringComparison.Ordinal)
        && DateTime.UtcNow - file.LastWriteTimeUtc > Abandoned;

    private static void Touch(string file, DateTime now)
    {
        try
        {
            File.SetLastAccessTimeUtc(file, now);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // It is used all the same, and only removed earlier.
        }
    }

    private static void Delete(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Another process reads it, or was faster; what is left is removed another time.
        }
    }
}

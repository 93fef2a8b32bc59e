using Nuke.Common.IO;
using Pipeline.Foundation.Files;
using Pipeline.Planning;

namespace Pipeline.Execution.Cache;

/// <summary>A shared folder, such as a mounted one.</summary>
/// <param name="folder">The folder, which must exist: a missing mount must not pass for an empty store.</param>
internal sealed class DirectoryStore(AbsolutePath folder) : ICacheStore
{
    /// <inheritdoc />
    public string Name => folder;

    /// <inheritdoc />
    public ValueTask<bool> Contains(ContentKey key, CancellationToken cancellation) =>
        new(Try(() => File.Exists(EntryPath.Of(folder, key))));

    /// <inheritdoc />
    public Task<Stream?> Open(ContentKey key, CancellationToken cancellation) =>
        Task.FromResult(Try(() => EntryPath.Open(folder, key)));

    /// <inheritdoc />
    public Task Save(ContentKey key, Stream entry, CancellationToken cancellation) =>
        Task.FromResult(
            Try(() =>
            {
                AtomicFile.Write(EntryPath.Of(folder, key), entry.CopyTo, durable: true);
                return true;
            })
        );

    /// <inheritdoc />
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private T Try<T>(Func<T> act)
    {
        if (!Directory.Exists(folder))
            throw new CacheStoreException($"the folder {folder} does not exist");
        try
        {
            return act();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CacheStoreException(failure.Message);
        }
    }
}

/// <summary>The path of an entry: grouped by the first two digits of the key, to keep folders short.</summary>
internal static class EntryPath
{
    public const string Ending = ".entry";

    public static string Of(string folder, ContentKey key) => $"{folder}/{key.Value.AsSpan(0, 2)}/{key.Value}{Ending}";

    public static Stream? Open(string folder, ContentKey key)
    {
        try
        {
            return new FileStream(
                Of(folder, key),
                FileMode.Open,
                FileAccess.Read,
                FileShare.Read | FileShare.Delete,
                bufferSize: 0
            );
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }
}

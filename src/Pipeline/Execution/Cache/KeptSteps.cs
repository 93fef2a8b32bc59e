using System.Collections.Concurrent;
using Pipeline.Catalog;
using Pipeline.Foundation.Git;
using Pipeline.Planning;

namespace Pipeline.Execution.Cache;

/// <summary>Tells which steps would be replayed, and leaves everything as it is.</summary>
internal sealed class KeptSteps : IAsyncDisposable
{
    // Most of the time goes into waiting for the shared store.
    private const int Questions = 16;

    // So many that to begin a task for them does not count.
    private const int FilesInARow = 256;

    private readonly IRunScope scope;
    private readonly CacheOptions cache;
    private readonly CacheKeys keys;
    private readonly LayeredStore store;
    private readonly Lazy<Stamps> stamps;

    public KeptSteps(IRunScope scope, CacheOptions cache)
    {
        this.scope = scope;
        this.cache = cache;
        keys = new(scope, cache.Local.Folder);
        store = new(cache, new(_ => { }));
        stamps = new(() => Stamps.Read(cache.Local.Folder / "stamps"));
    }

    /// <summary>Those of the steps that would be replayed.</summary>
    public async Task<ImmutableHashSet<StepKey>> Among(ImmutableArray<StepNode> nodes)
    {
        // Where nothing can be kept, no tool has to say which version it is.
        if (cache.Shared is null && !Directory.Exists(cache.Local.Folder))
            return [];

        var kept = new ConcurrentBag<StepKey>();
        try
        {
            // Keys on one thread: each takes so little that several would rather wait for each other than work. Tools are asked,
            // and files looked for, side by side all the same.
            var asked = nodes.Where(node => !node.Target.Inputs.IsEmpty).Select(node => new Asked(node, keys.Of(node)));
            if (cache.Shared is null)
                await Task.WhenAll(asked.Chunk(FilesInARow).Select(some => Task.Run(() => NoteAll(some))));
            else
                await Parallel.ForEachAsync(
                    asked.ToArray(),
                    new ParallelOptions { MaxDegreeOfParallelism = Questions },
                    (one, cancellation) => new(Note(one, cancellation))
                );
        }
        catch (Exception unknown) when (unknown is GitException or IOException or UnauthorizedAccessException)
        {
            // A run would say so, and run every step.
            return [];
        }

        return [.. kept];

        async Task NoteAll(Asked[] some)
        {
            foreach (var one in some)
                await Note(one, CancellationToken.None);
        }

        async Task Note(Asked one, CancellationToken cancellation)
        {
            if (await one.Key is { } key && await IsKept(one.Node, key, cancellation))
                kept.Add(new(one.Node.Target.Name, one.Node.Subjects[0].Name));
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        keys.Dispose();
        try
        {
            // To ask a tool for its version takes longer than all else here.
            keys.SaveTools();
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            // Then it is asked again.
        }

        await store.DisposeAsync();
    }

    private async Task<bool> IsKept(StepNode node, ContentKey key, CancellationToken cancellation)
    {
        var service = node.Service!;
        var outputs = node.Target.Outputs(service);
        if (outputs.Standing.IsEmpty || !await cache.Local.Contains(key, cancellation))
            return await store.Contains(key, cancellation);

        // Only the entry tells what has to stand.
        try
        {
            await using var stream = EntryPath.Open(cache.Local.Folder, key);
            var folders = new StepFolders(scope.Artifacts, service, outputs);
            return stream is not null
                && new EntryReader(stream, stamps.Value) is var reader
                && EntryFile.Read(stream).Standing.All(file => reader.Stands(file, folders));
        }
        catch (Exception damage) when (damage is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private sealed record Asked(StepNode Node, Task<ContentKey?> Key);
}

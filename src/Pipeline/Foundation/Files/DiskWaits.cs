namespace Pipeline.Foundation.Files;

/// <summary>
/// Work on many files that mostly waits for the disk, which completes many waits at once as fast as one.
/// </summary>
internal static class DiskWaits
{
    private const int AtOnce = 32;

    /// <summary>Works on all items side by side.</summary>
    /// <returns>What came of each, in their order.</returns>
    public static async Task<ImmutableArray<TResult>> Share<T, TResult>(
        IReadOnlyCollection<T> items,
        Func<T, TResult> work
    )
    {
        var results = await Task.WhenAll(
            items
                .Chunk(items.Count / AtOnce + 1)
                .Select(some =>
                    Task.Factory.StartNew(
                        () => Array.ConvertAll(some, item => work(item)),
                        TaskCreationOptions.LongRunning
                    )
                )
        );
        return [.. results.SelectMany(some => some)];
    }
}

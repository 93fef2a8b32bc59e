using System.Collections.Concurrent;
using Nuke.Common.IO;

namespace Pipeline.Quality.Languages;

/// <summary>
/// Lets steps of a run work one after another in a folder, such as the root of a workspace that services share.
/// </summary>
internal sealed class FolderTurns
{
    private readonly ConcurrentDictionary<AbsolutePath, SemaphoreSlim> turns = new();

    /// <summary>Does the work when no other work is done in the folder.</summary>
    public async Task<T> Take<T>(AbsolutePath folder, Func<Task<T>> work, CancellationToken cancellation)
    {
        var turn = turns.GetOrAdd(folder, _ => new(1));
        await turn.WaitAsync(cancellation);
        try
        {
            return await work();
        }
        finally
        {
            turn.Release();
        }
    }
}

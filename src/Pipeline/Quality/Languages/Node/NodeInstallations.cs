using System.Collections.Concurrent;
using Nuke.Common.IO;

namespace Pipeline.Quality.Languages.Node;

/// <summary>
/// The folders whose dependencies a run has installed. The services of a workspace share one, which is installed once,
/// before the first of them uses it: to install it again would pull it from under the others.
/// </summary>
internal sealed class NodeInstallations
{
    private readonly ConcurrentDictionary<AbsolutePath, SemaphoreSlim> turns = new();
    private readonly ConcurrentDictionary<AbsolutePath, bool> installed = new();

    /// <summary>Installs a folder's dependencies, unless this run already has.</summary>
    public async Task Once(AbsolutePath folder, Func<Task> install, CancellationToken cancellation)
    {
        var turn = turns.GetOrAdd(folder, _ => new(1));
        await turn.WaitAsync(cancellation);
        try
        {
            if (installed.ContainsKey(folder))
                return;
            await install();
            installed[folder] = true;
        }
        finally
        {
            turn.Release();
        }
    }
}

using System.Collections.Concurrent;
using Nuke.Common.IO;

namespace Pipeline.Quality.Languages.Node;

/// <summary>
/// The folders whose dependencies a run has installed. The services of a workspace share one, which is installed once,
/// before the first of them uses it: to install it again would pull it from under the others.
/// </summary>
internal sealed class NodeInstallations
{
    private readonly FolderTurns turns = new();
    private readonly ConcurrentDictionary<AbsolutePath, bool> installed = new();

    /// <summary>Installs a folder's dependencies, unless this run already has.</summary>
    public Task Once(AbsolutePath folder, Func<Task> install, CancellationToken cancellation) =>
        turns.Take(
            folder,
            async () =>
            {
                if (!installed.ContainsKey(folder))
                    await install();
                return installed[folder] = true;
            },
            cancellation
        );
}

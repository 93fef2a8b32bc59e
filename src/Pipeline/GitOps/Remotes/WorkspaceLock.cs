using Nuke.Common.IO;

namespace Pipeline.GitOps.Remotes;

/// <summary>Keeps two runs in one workspace from using one clone at a time. The system frees it when its holder dies.</summary>
internal sealed class WorkspaceLock : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly FileStream file;

    private WorkspaceLock(FileStream file) => this.file = file;

    /// <summary>Waits until the lock is free.</summary>
    /// <param name="path">A file of its own, which stays.</param>
    /// <param name="log">Is told about a wait.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static async Task<WorkspaceLock> Take(AbsolutePath path, Action<string> log, CancellationToken cancellation)
    {
        Directory.CreateDirectory(path.Parent!);
        for (var waited = false; ; waited = true)
        {
            try
            {
                return new(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException) when (File.Exists(path))
            {
                if (!waited)
                    log($"waiting for another run that holds {path}");
                await Task.Delay(Interval, cancellation);
            }
        }
    }

    public void Dispose() => file.Dispose();
}

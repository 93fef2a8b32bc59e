using System.Globalization;
using Nuke.Common.IO;

namespace Pipeline.Execution.Recovery;

/// <summary>
/// Keeps two runs from using a workspace, or a clone in it, at a time. It is an open file, which the system closes when
/// its holder dies, however that happens; a file beside it says who the holder is.
/// </summary>
internal sealed class WorkspaceLock : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    // EROFS, the same on Linux and macOS.
    private const int ReadOnlyFileSystem = 30;

    private const string Unknown = "another run";

    private readonly FileStream file;
    private readonly string holder;

    private WorkspaceLock(FileStream file, string holder)
    {
        this.file = file;
        this.holder = holder;
    }

    /// <summary>Takes the lock, as soon as it is free.</summary>
    /// <param name="path">The lock file, which stays.</param>
    /// <param name="command">The holder's command, shown to waiting runs; without secrets.</param>
    /// <param name="log">Takes one message about a wait and the holder.</param>
    /// <param name="wait">False to fail where the lock is not free.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="WorkspaceHeldException">The lock is not free; the message names the holder.</exception>
    /// <exception cref="IOException">The file system is read-only.</exception>
    public static async Task<WorkspaceLock> Take(
        AbsolutePath path,
        string command,
        Action<string> log,
        bool wait = true,
        CancellationToken cancellation = default
    )
    {
        Directory.CreateDirectory(path.Parent!);
        for (var waited = false; ; waited = true)
        {
            if (Open(path) is { } file)
                return Sign(file, $"{path}.holder", command);

            if (!wait)
                throw new WorkspaceHeldException($"{Holder(path)} holds {path}: try again when it has ended");
            if (!waited)
                log($"waiting for {Holder(path)}, which holds {path}");
            await Task.Delay(Interval, cancellation);
        }
    }

    /// <summary>Releases it.</summary>
    public void Dispose()
    {
        try
        {
            File.Delete(holder);
        }
        finally
        {
            file.Dispose();
        }
    }

    private static FileStream? Open(AbsolutePath path)
    {
        try
        {
            return new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException refused) when (refused.HResult == ReadOnlyFileSystem)
        {
            throw new IOException(
                $"{path.Parent} is on a read-only file system, and everything that a run writes is there: make it writable, or work in a copy",
                refused
            );
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
    }

    private static WorkspaceLock Sign(FileStream file, string holder, string command)
    {
        try
        {
            var since = DateTime.UtcNow.ToString("u", CultureInfo.InvariantCulture);
            // In place: a killed run would leave the unfinished file of an atomic write.
            File.WriteAllText(holder, $"process {Environment.ProcessId} since {since} ({command})");
            return new(file, holder);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    // Before the holder has written its name, and after its end, the holder is unknown.
    private static string Holder(AbsolutePath path)
    {
        try
        {
            return File.ReadAllText($"{path}.holder") is { Length: > 0 } holder ? holder : Unknown;
        }
        catch (IOException)
        {
            return Unknown;
        }
    }
}

/// <summary>Another run holds the workspace; the message names it.</summary>
internal sealed class WorkspaceHeldException(string message) : Exception(message);

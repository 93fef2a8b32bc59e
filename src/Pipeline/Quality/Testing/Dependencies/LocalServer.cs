using Nuke.Common.IO;
using Pipeline.Execution.Logs;
using Pipeline.Foundation.Processes;

namespace Pipeline.Quality.Testing.Dependencies;

/// <summary>A server that runs as a process of this machine, and ends with the run in any case.</summary>
internal sealed class LocalServer(BackgroundProcess process, AbsolutePath log) : ITestServer
{
    /// <summary>Starts a server.</summary>
    /// <param name="command">The program; it stays in the foreground.</param>
    /// <param name="log">The file for its output.</param>
    /// <param name="signal">The name of the signal that ends it at once.</param>
    /// <param name="sandbox">Its sandbox: it does what tests ask of it.</param>
    public static LocalServer Start(CommandLine command, AbsolutePath log, string signal, Sandbox sandbox)
    {
        File.Delete(log);
        return new(BackgroundProcess.Start(command, log, signal, sandbox), log);
    }

    /// <inheritdoc />
    public Task<bool> IsRunning(CancellationToken cancellation) => Task.FromResult(!process.HasEnded);

    /// <inheritdoc />
    public Task<ImmutableArray<string>> LastLines(int lines) =>
        Task.FromResult<ImmutableArray<string>>(File.Exists(log) ? [.. LogTail.Read(log, lines)] : []);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => process.DisposeAsync();
}

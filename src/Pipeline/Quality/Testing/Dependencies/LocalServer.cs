using Nuke.Common.IO;
using Pipeline.Execution.Logs;
using Pipeline.Foundation.Processes;

namespace Pipeline.Quality.Testing.Dependencies;

/// <summary>A server that runs as a program of this machine, and ends with the run however that ends.</summary>
internal sealed class LocalServer(BackgroundProcess process, AbsolutePath log) : ITestServer
{
    /// <summary>Starts one.</summary>
    /// <param name="command">The program; it stays in the foreground.</param>
    /// <param name="log">The file that takes its output.</param>
    /// <param name="signal">The name of the signal that ends it at once.</param>
    public static LocalServer Start(CommandLine command, AbsolutePath log, string signal)
    {
        File.Delete(log);
        return new(BackgroundProcess.Start(command, log, signal), log);
    }

    /// <inheritdoc />
    public Task<bool> IsRunning(CancellationToken cancellation) => Task.FromResult(!process.HasEnded);

    /// <inheritdoc />
    public Task<ImmutableArray<string>> LastLines(int lines) =>
        Task.FromResult<ImmutableArray<string>>(File.Exists(log) ? [.. LogTail.Read(log, lines)] : []);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => process.DisposeAsync();
}

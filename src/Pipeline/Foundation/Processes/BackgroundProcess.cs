using System.Diagnostics;

namespace Pipeline.Foundation.Processes;

/// <summary>
/// A server that ends with the run, however the run ends: a guard process holds the read end of a pipe, and ends the
/// server when the run closes the other end or dies. The guard itself ends with the server.
/// </summary>
internal sealed class BackgroundProcess : IAsyncDisposable
{
    private const string Guard = """
        exec 3<&0
        "$@" </dev/null 3<&- &
        server=$!
        trap '' INT
        { cat <&3 >/dev/null; kill -"$signal" "$server" 2>/dev/null; } &
        watch=$!
        exec 3<&-
        wait "$server"
        kill "$watch" 2>/dev/null
        """;

    private readonly Process guard;

    private BackgroundProcess(Process guard) => this.guard = guard;

    /// <summary>True once the server has ended.</summary>
    public bool HasEnded => guard.HasExited;

    /// <summary>Starts a server.</summary>
    /// <param name="command">The server; it must stay in the foreground and exit on the signal.</param>
    /// <param name="log">The file that takes its output.</param>
    /// <param name="signal">The name of the signal that ends it at once.</param>
    /// <param name="sandbox">Its sandbox; null: it sees what this process sees.</param>
    public static BackgroundProcess Start(
        CommandLine command,
        string log,
        string signal = "TERM",
        Sandbox? sandbox = null
    )
    {
        Directory.CreateDirectory(Path.GetDirectoryName(log)!);
        // The guard opens it within the sandbox, which gives no right to make files beside it.
        File.AppendAllText(log, "");
        var start = new ProcessStartInfo(
            "sh",
            ["-c", $"exec >>\"$0\" 2>&1\nsignal={signal}\n{Guard}", log, command.Program, .. command.Arguments]
        )
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            WorkingDirectory = command.Directory ?? "",
        };
        SandboxedStart.SetVariables(start, command.Variables, sandbox);
        return new(
            SandboxedStart.Start(start, sandbox is null ? null : sandbox with { Writable = [.. sandbox.Writable, log] })
        );
    }

    /// <summary>Ends the server, and waits until it has ended.</summary>
    public async ValueTask DisposeAsync()
    {
        guard.StandardInput.Close();
        await guard.WaitForExitAsync();
        guard.Dispose();
    }
}

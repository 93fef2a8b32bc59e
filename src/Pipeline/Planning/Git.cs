using System.Diagnostics;
using System.Text;

namespace Pipeline.Planning;

/// <summary>Runs the Git command line, without prompts and without a user's aliases for output.</summary>
public static class Git
{
    /// <summary>Runs Git and returns what it wrote, whatever its exit code.</summary>
    /// <param name="directory">Where it runs.</param>
    /// <param name="arguments">Its arguments; none is read by a shell.</param>
    /// <param name="cancellation">Ends the process, and those that it has started.</param>
    /// <param name="variables">Further environment variables.</param>
    public static async Task<GitResult> Try(
        string directory,
        IEnumerable<string> arguments,
        CancellationToken cancellation = default,
        IReadOnlyDictionary<string, string?>? variables = null
    )
    {
        var (exitCode, output, error) = await Start(directory, arguments, "", variables, cancellation);
        return new(exitCode, Encoding.UTF8.GetString(output), error);
    }

    /// <summary>Runs Git on bytes, and returns the bytes that it wrote.</summary>
    /// <param name="directory">Where it runs.</param>
    /// <param name="arguments">Its arguments; none is read by a shell.</param>
    /// <param name="input">Its standard input.</param>
    /// <param name="cancellation">Ends the process, and those that it has started.</param>
    /// <param name="variables">Further environment variables.</param>
    /// <exception cref="GitException">Git answered with an exit code other than 0.</exception>
    public static async Task<byte[]> Pipe(
        string directory,
        IEnumerable<string> arguments,
        string input,
        CancellationToken cancellation = default,
        IReadOnlyDictionary<string, string?>? variables = null
    )
    {
        var all = arguments.ToArray();
        var (exitCode, output, error) = await Start(directory, all, input, variables, cancellation);
        return exitCode == 0 ? output : throw new GitException(all, exitCode, error.Trim());
    }

    /// <summary>Runs Git and returns its standard output without the last line's end.</summary>
    /// <exception cref="GitException">Git answered with an exit code other than 0.</exception>
    public static async Task<string> Run(
        string directory,
        IEnumerable<string> arguments,
        CancellationToken cancellation = default
    )
    {
        var all = arguments.ToArray();
        var result = await Try(directory, all, cancellation);
        return result.ExitCode == 0
            ? result.StandardOutput.TrimEnd('\n', '\r')
            : throw new GitException(all, result.ExitCode, result.StandardError.Trim());
    }

    // On threads, for nearly every command of this build begins with a question to Git: pipes that are read without a thread
    // have to be compiled first, which takes several times as long as Git's answer.
    private static Task<(int ExitCode, byte[] Output, string Error)> Start(
        string directory,
        IEnumerable<string> arguments,
        string input,
        IReadOnlyDictionary<string, string?>? variables,
        CancellationToken cancellation
    ) =>
        Task.Factory.StartNew(
            () => Execute(StartInfo(directory, arguments, variables), input, cancellation),
            cancellation,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default
        );

    private static (int ExitCode, byte[] Output, string Error) Execute(
        ProcessStartInfo start,
        string input,
        CancellationToken cancellation
    )
    {
        using var process = Process.Start(start)!;
        using var end = cancellation.Register(() => process.Kill(entireProcessTree: true));
        var error = "";
        var reading = Run(() => error = process.StandardError.ReadToEnd());
        var writing = Run(() => Write(process, input));
        using var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        reading.Join();
        writing.Join();
        process.WaitForExit();
        cancellation.ThrowIfCancellationRequested();
        return (process.ExitCode, output.ToArray(), error);
    }

    private static Thread Run(ThreadStart work)
    {
        var thread = new Thread(work) { IsBackground = true };
        thread.Start();
        return thread;
    }

    private static void Write(Process process, string input)
    {
        try
        {
            using var stream = process.StandardInput.BaseStream;
            stream.Write(Encoding.UTF8.GetBytes(input));
        }
        catch (IOException)
        {
            // It has ended before it read all, and says why.
        }
    }

    private static ProcessStartInfo StartInfo(
        string directory,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string?>? variables
    )
    {
        var start = new ProcessStartInfo("git", arguments)
        {
            WorkingDirectory = directory,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in variables ?? ImmutableDictionary<string, string?>.Empty)
            start.Environment[name] = value;
        start.Environment["GIT_TERMINAL_PROMPT"] = "0";
        // SSH would ask at the terminal for a passphrase, or whether a host is the right one.
        start.Environment.TryAdd("SSH_ASKPASS", "false");
        start.Environment["SSH_ASKPASS_REQUIRE"] = "force";
        start.Environment["LC_ALL"] = "C";
        return start;
    }
}

/// <summary>What Git answered.</summary>
/// <param name="ExitCode">0 where it did what it was asked.</param>
/// <param name="StandardOutput">What it wrote.</param>
/// <param name="StandardError">What it said of it.</param>
public sealed record GitResult(int ExitCode, string StandardOutput, string StandardError);

/// <summary>Git refused; the message is its own.</summary>
public sealed class GitException(IReadOnlyList<string> arguments, int exitCode, string error)
    : Exception($"git {arguments.FirstOrDefault(argument => !argument.StartsWith('-'))} ended with {exitCode}: {error}")
{
    /// <summary>What Git wrote to standard error.</summary>
    public string Error => error;
}

using System.Diagnostics;
using System.Text;

namespace Pipeline.Foundation.Git;

/// <summary>Runs the Git command line to its end.</summary>
internal static class GitCommand
{
    /// <summary>Runs Git and returns its output, whatever its exit code.</summary>
    /// <param name="directory">Where it runs.</param>
    /// <param name="arguments">Its arguments; no shell reads them.</param>
    /// <param name="cancellation">Cancels the process and its children.</param>
    /// <param name="variables">Further environment variables.</param>
    public static Task<GitResult> Try(
        string directory,
        IEnumerable<string> arguments,
        CancellationToken cancellation = default,
        IReadOnlyDictionary<string, string?>? variables = null
    ) =>
        OnThread(
            () => Execute(GitProcess.Of(directory, arguments, variables), [], cancellation).AsText(),
            cancellation
        );

    /// <summary>Runs Git on bytes, and returns its output as bytes.</summary>
    /// <param name="directory">Where it runs.</param>
    /// <param name="arguments">Its arguments; no shell reads them.</param>
    /// <param name="input">Its standard input.</param>
    /// <param name="cancellation">Cancels the process and its children.</param>
    /// <param name="variables">Further environment variables.</param>
    /// <exception cref="GitException">Git's exit code was not 0.</exception>
    public static Task<byte[]> Pipe(
        string directory,
        IEnumerable<string> arguments,
        byte[] input,
        CancellationToken cancellation = default,
        IReadOnlyDictionary<string, string?>? variables = null
    )
    {
        var all = arguments.ToArray();
        return OnThread(
            () => Execute(GitProcess.Of(directory, all, variables), input, cancellation).OrThrow(all).Output,
            cancellation
        );
    }

    /// <summary>Runs Git on a text, and returns its output as bytes.</summary>
    /// <exception cref="GitException">Git's exit code was not 0.</exception>
    public static Task<byte[]> Pipe(
        string directory,
        IEnumerable<string> arguments,
        string input,
        CancellationToken cancellation = default,
        IReadOnlyDictionary<string, string?>? variables = null
    ) => Pipe(directory, arguments, Encoding.UTF8.GetBytes(input), cancellation, variables);

    /// <summary>Runs Git and returns its standard output without the final newline.</summary>
    /// <exception cref="GitException">Git's exit code was not 0.</exception>
    public static Task<string> Run(
        string directory,
        IEnumerable<string> arguments,
        CancellationToken cancellation = default
    )
    {
        var all = arguments.ToArray();
        return OnThread(
            () =>
                Execute(GitProcess.Of(directory, all), [], cancellation)
                    .OrThrow(all)
                    .AsText()
                    .StandardOutput.TrimEnd('\n', '\r'),
            cancellation
        );
    }

    // On threads: nearly every command starts with a call to Git, and the code that reads pipes asynchronously
    // would have to be compiled first, which takes several times as long as Git's answer.
    private static Task<T> OnThread<T>(Func<T> work, CancellationToken cancellation) =>
        Task.Factory.StartNew(work, cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static Answer Execute(ProcessStartInfo start, byte[] input, CancellationToken cancellation)
    {
        using var process = Process.Start(start)!;
        using var end = cancellation.Register(() => process.Kill(entireProcessTree: true));
        var error = Array.Empty<byte>();
        var reading = Run(() => error = ReadAll(process.StandardError));
        var writing = Run(() => Write(process.StandardInput, input));
        var output = ReadAll(process.StandardOutput);
        reading.Join();
        writing.Join();
        process.WaitForExit();
        cancellation.ThrowIfCancellationRequested();
        return new(process.ExitCode, output, Encoding.UTF8.GetString(error));
    }

    private static Thread Run(ThreadStart work)
    {
        var thread = new Thread(work) { IsBackground = true };
        thread.Start();
        return thread;
    }

    private static byte[] ReadAll(StreamReader reader)
    {
        using var stream = BlockingPipe.Of(reader);
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static void Write(StreamWriter writer, byte[] input)
    {
        try
        {
            using (writer)
            using (var stream = BlockingPipe.Of(writer))
                stream.Write(input);
        }
        catch (IOException)
        {
            // It ended before it read all, and its error says why.
        }
    }

    private sealed record Answer(int ExitCode, byte[] Output, string Error)
    {
        public GitResult AsText() => new(ExitCode, Encoding.UTF8.GetString(Output), Error);

        public Answer OrThrow(IReadOnlyList<string> arguments) =>
            ExitCode == 0 ? this : throw new GitException(arguments, ExitCode, Error.Trim());
    }
}

/// <summary>The outcome of a Git command.</summary>
/// <param name="ExitCode">0 for success.</param>
/// <param name="StandardOutput">What it wrote.</param>
/// <param name="StandardError">Its errors.</param>
internal sealed record GitResult(int ExitCode, string StandardOutput, string StandardError);

/// <summary>Git failed; the message is its own.</summary>
internal sealed class GitException(IReadOnlyList<string> arguments, int exitCode, string error)
    : Exception(
        $"git {Command(arguments)} ended with {exitCode}: {error}{(PartialClone.Remedy(error) is { } remedy ? $"; {remedy}" : "")}"
    )
{
    /// <summary>What Git wrote to standard error.</summary>
    public string Error => error;

    // "-c" takes a setting; every other option before the command stands alone.
    private static string? Command(IReadOnlyList<string> arguments) =>
        arguments
            .Where((argument, at) => argument[0] != '-' && (at == 0 || arguments[at - 1] != "-c"))
            .FirstOrDefault();
}

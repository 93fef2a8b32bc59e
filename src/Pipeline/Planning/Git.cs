using System.Text;
using CliWrap;
using CliWrap.Buffered;

namespace Pipeline.Planning;

/// <summary>Runs the Git command line, without prompts and without a user's aliases for output.</summary>
public static class Git
{
    /// <summary>Runs Git and returns what it wrote, whatever its exit code.</summary>
    /// <param name="directory">Where it runs.</param>
    /// <param name="arguments">Its arguments; none is read by a shell.</param>
    /// <param name="cancellation">Ends the process.</param>
    /// <param name="variables">Further environment variables.</param>
    public static async Task<BufferedCommandResult> Try(
        string directory,
        IEnumerable<string> arguments,
        CancellationToken cancellation = default,
        IReadOnlyDictionary<string, string?>? variables = null
    ) => await Command(directory, arguments, variables).ExecuteBufferedAsync(cancellation);

    /// <summary>Runs Git on bytes, and returns the bytes that it wrote.</summary>
    /// <param name="directory">Where it runs.</param>
    /// <param name="arguments">Its arguments; none is read by a shell.</param>
    /// <param name="input">Its standard input.</param>
    /// <param name="cancellation">Ends the process.</param>
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
        using var output = new MemoryStream();
        var error = new StringBuilder();
        var result = await Command(directory, all, variables)
            .WithStandardInputPipe(PipeSource.FromBytes(Encoding.UTF8.GetBytes(input)))
            .WithStandardOutputPipe(PipeTarget.ToStream(output))
            .WithStandardErrorPipe(PipeTarget.ToStringBuilder(error))
            .ExecuteAsync(cancellation);
        return result.ExitCode == 0
            ? output.ToArray()
            : throw new GitException(all, result.ExitCode, error.ToString().Trim());
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

    private static Command Command(
        string directory,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string?>? variables
    ) =>
        Cli.Wrap("git")
            .WithWorkingDirectory(directory)
            .WithArguments(arguments)
            .WithEnvironmentVariables(
                new Dictionary<string, string?>(variables ?? ImmutableDictionary<string, string?>.Empty)
                {
                    ["GIT_TERMINAL_PROMPT"] = "0",
                    // SSH would ask at the terminal for a passphrase, or whether a host is the right one.
                    ["SSH_ASKPASS"] = System.Environment.GetEnvironmentVariable("SSH_ASKPASS") ?? "false",
                    ["SSH_ASKPASS_REQUIRE"] = "force",
                    ["LC_ALL"] = "C",
                }
            )
            .WithValidation(CommandResultValidation.None);
}

/// <summary>Git refused; the message is its own.</summary>
public sealed class GitException(IReadOnlyList<string> arguments, int exitCode, string error)
    : Exception($"git {arguments.FirstOrDefault(argument => !argument.StartsWith('-'))} ended with {exitCode}: {error}")
{
    /// <summary>What Git wrote to standard error.</summary>
    public string Error => error;
}

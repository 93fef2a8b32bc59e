using System.ComponentModel;
using CliWrap;
using CliWrap.Exceptions;
using Pipeline.Foundation.Failures;

namespace Pipeline.Foundation.Processes;

/// <summary>Runs programs, and leaves none of them behind.</summary>
internal static class CommandRunner
{
    // Time enough to write a report and remove temporary files.
    private static readonly TimeSpan Politeness = TimeSpan.FromSeconds(5);

    // ETXTBSY: a program that was just written is open for a moment longer in a process that another thread is
    // starting.
    private const int TextFileBusy = 26;

    private static readonly RetrySchedule Schedule = new() { First = TimeSpan.FromMilliseconds(20) };

    /// <summary>Runs a program to its end.</summary>
    /// <param name="command">The program as the log shows it.</param>
    /// <param name="program">Its full path.</param>
    /// <param name="log">Takes its output.</param>
    /// <param name="show">
    /// Converts a line of standard output for the log, or drops it (null). Null: all of it is written as it is.
    /// </param>
    /// <param name="cancellation">Cancels it.</param>
    public static async Task<CommandOutcome> Run(
        CommandLine command,
        string program,
        ICommandLog log,
        Func<string, string?>? show,
        CancellationToken cancellation
    )
    {
        log.Write($"$ {command}");
        try
        {
            return await Schedule.Run(
                _ => Execute(command with { Program = program }, log, show, cancellation),
                failure => CauseOf(failure) is { NativeErrorCode: TextFileBusy },
                lost: null,
                cancellation
            );
        }
        catch (Exception failure) when (CauseOf(failure) is { } cause)
        {
            throw new StepFailedException($"{command.Program} could not be started: {cause.Message}");
        }
    }

    private static Win32Exception? CauseOf(Exception? failure) =>
        failure switch
        {
            Win32Exception { InnerException: Win32Exception inner } => CauseOf(inner),
            Win32Exception cause => cause,
            CliWrapException => CauseOf(failure.InnerException),
            _ => null,
        };

    private static async Task<CommandOutcome> Execute(
        CommandLine command,
        ICommandLog log,
        Func<string, string?>? show,
        CancellationToken cancellation
    )
    {
        var output = new CapturedOutput(show is null ? log.Stream() : new ShownLines(show, log.Write));
        var error = new CapturedOutput(log.Stream());
        using var forceful = new CancellationTokenSource();
        var running = Cli.Wrap(command.Program)
            .WithArguments(command.Arguments)
            .WithWorkingDirectory(command.Directory ?? Directory.GetCurrentDirectory())
            .WithEnvironmentVariables(command.Variables)
            .WithStandardOutputPipe(PipeTarget.Create(output.Take))
            .WithStandardErrorPipe(PipeTarget.Create(error.Take))
            .WithValidation(CommandResultValidation.None)
            .ExecuteAsync(forceful.Token, cancellation);

        var tree = ProcessTree.None;
        await using var end = cancellation.Register(() =>
        {
            // A child that outlives its parent cannot be found through the parent.
            tree = ProcessTree.Below(running.ProcessId);
            tree.Interrupt();
            forceful.CancelAfter(Politeness);
        });
        try
        {
            return new((await running).ExitCode, output.Text ?? "", error.Text ?? "")
            {
                TooMuch =
                    output.Text is null || error.Text is null
                        ? $"{Path.GetFileName(command.Program)} printed more than can be judged, {CapturedOutput.Limit / 1024 / 1024} Mi characters: see {log.Location}"
                        : null,
            };
        }
        finally
        {
            tree.Kill();
        }
    }
}

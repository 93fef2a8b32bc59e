using System.ComponentModel;
using System.Diagnostics;
using Pipeline.Foundation.Failures;
using Pipeline.Foundation.Tracing;

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
    /// <param name="sandbox">Its sandbox; null: it sees what this process sees.</param>
    /// <param name="log">Takes its output.</param>
    /// <param name="show">
    /// Converts a line of standard output for the log, or drops it (null). Null: all of it is written as it is.
    /// </param>
    /// <param name="cancellation">Cancels it.</param>
    public static async Task<CommandOutcome> Run(
        CommandLine command,
        string program,
        Sandbox? sandbox,
        ICommandLog log,
        Func<string, string?>? show,
        CancellationToken cancellation
    )
    {
        log.Write($"$ {command}");
        using var span = Spans.Source.StartActivity(Path.GetFileName(program), ActivityKind.Client);
        try
        {
            var outcome = await Schedule.Run(
                _ => Execute(command with { Program = program }, sandbox, log, show, cancellation),
                failure => failure is Win32Exception { NativeErrorCode: TextFileBusy },
                lost: null,
                cancellation
            );
            span?.SetTag("process.exit.code", outcome.ExitCode);
            return outcome;
        }
        catch (Win32Exception cause)
        {
            throw new StepFailedException($"{command.Program} could not be started: {cause.Message}");
        }
    }

    private static async Task<CommandOutcome> Execute(
        CommandLine command,
        Sandbox? sandbox,
        ICommandLog log,
        Func<string, string?>? show,
        CancellationToken cancellation
    )
    {
        cancellation.ThrowIfCancellationRequested();
        using var process = SandboxedStart.Start(Prepare(command, sandbox), sandbox);
        process.StandardInput.Close();
        var output = new CapturedOutput(show is null ? log.Stream() : new ShownLines(show, log.Write));
        var error = new CapturedOutput(log.Stream());
        using var abandoned = new CancellationTokenSource();
        var reading = Task.WhenAll(
            Read(process.StandardOutput.BaseStream, output, abandoned.Token),
            Read(process.StandardError.BaseStream, error, abandoned.Token)
        );

        var tree = ProcessTree.None;
        using var forceful = new CancellationTokenSource();
        await using var kill = forceful.Token.Register(() => tree.Kill());
        await using var end = cancellation.Register(() =>
        {
            // A child that outlives its parent cannot be found through the parent.
            tree = ProcessTree.Of(process.Id);
            tree.Interrupt();
            forceful.CancelAfter(Politeness);
            // What has left the tree may keep the output open for ever.
            abandoned.CancelAfter(2 * Politeness);
        });
        try
        {
            await process.WaitForExitAsync(CancellationToken.None);
            if (cancellation.IsCancellationRequested)
                tree.Kill();
            else if (sandbox?.EndLeftovers is { } endLeftovers && !await IsCompleted(reading, cancellation))
                endLeftovers();
            await reading.WaitAsync(abandoned.Token);
            cancellation.ThrowIfCancellationRequested();
            return new(process.ExitCode, output.Text ?? "", error.Text ?? "")
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

    // A program that has ended may have left others running, which keep its output open.
    private static async Task<bool> IsCompleted(Task reading, CancellationToken cancellation)
    {
        try
        {
            await reading.WaitAsync(Politeness, cancellation);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private static ProcessStartInfo Prepare(CommandLine command, Sandbox? sandbox)
    {
        var start = new ProcessStartInfo(command.Program, command.Arguments)
        {
            WorkingDirectory = command.Directory ?? Directory.GetCurrentDirectory(),
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        SandboxedStart.SetVariables(start, command.Variables, sandbox);
        Spans.HandOn(start.Environment);
        return start;
    }

    // Closed at its end or failure, so that a program whose output nobody takes does not wait for ever.
    private static async Task Read(Stream stream, CapturedOutput output, CancellationToken cancellation)
    {
        await using (stream)
            await output.Take(stream, cancellation);
    }
}

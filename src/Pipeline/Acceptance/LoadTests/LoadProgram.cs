using Nuke.Common.IO;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;
using Pipeline.Foundation.Processes;
using Pipeline.Quality.Findings;

namespace Pipeline.Acceptance.LoadTests;

/// <summary>Runs a program that puts an environment under load.</summary>
internal static class LoadProgram
{
    // To start, and to let the last requests end.
    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(1);

    /// <summary>Runs it to its end, and gives the file that it wrote its numbers to.</summary>
    /// <param name="step">The step.</param>
    /// <param name="command">The program.</param>
    /// <param name="time">How long it is told to run.</param>
    /// <param name="numbers">The file.</param>
    /// <exception cref="StepFailedException">It did not run to its end, or wrote nothing.</exception>
    public static async Task<AbsolutePath> Run(
        StepContext step,
        CommandLine command,
        TimeSpan time,
        AbsolutePath numbers
    )
    {
        var outcome = await step.Run(command, time + Slack);
        return outcome switch
        {
            null => throw new StepFailedException(
                $"{command.Program} did not end a minute after its time, and was ended"
            ),
            { Succeeded: false } => throw new StepFailedException(
                $"{command.Program} ended with {outcome.ExitCode}: {outcome.LastLine()}"
            ),
            _ when !File.Exists(numbers) => throw new StepFailedException(
                $"{command.Program} wrote no numbers: its log says why"
            ),
            _ => numbers,
        };
    }
}

using Nuke.Common.IO;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Processes;

namespace Pipeline.Quality.Findings;

/// <summary>The files that tools write for a step.</summary>
internal static class StepFiles
{
    /// <summary>
    /// The file for a report of the step. One of an earlier run is deleted, so that it cannot be taken for this run's.
    /// </summary>
    public static AbsolutePath Report(this StepContext step, string kind, string name)
    {
        var file = step.Output(kind, $"{step.Key.Target}.{name}");
        File.Delete(file);
        return file;
    }

    /// <summary>
    /// Runs a tool that writes a report, reads the report and deletes it: many quote the source around a finding,
    /// secrets included.
    /// </summary>
    /// <param name="step">The step.</param>
    /// <param name="tool">The tool's name.</param>
    /// <param name="run">Runs the tool, given the report's file.</param>
    public static async Task<(CommandOutcome Outcome, string? Report)> Passing(
        this StepContext step,
        string tool,
        Func<AbsolutePath, Task<CommandOutcome>> run
    )
    {
        var file = step.Report("scratch", tool);
        try
        {
            var outcome = await run(file);
            return (outcome, File.Exists(file) ? await File.ReadAllTextAsync(file, step.Cancellation) : null);
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>
    /// Runs tests, and removes secrets from the reports that they leave: a test's name, its failure or its output may
    /// hold some.
    /// </summary>
    public static async Task<StepResult> RedactingReports(
        this StepContext step,
        Func<StepContext, Task<StepResult>> work
    )
    {
        try
        {
            return await work(step);
        }
        finally
        {
            foreach (var kind in new[] { "tests", "coverage" })
                if (step.Artifacts / kind / step.Service.Name is var folder && Directory.Exists(folder))
                    foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
                        step.RedactFile(file);
        }
    }

    /// <summary>
    /// The last line that a program wrote to standard error, else to standard output: where most say what is wrong.
    /// </summary>
    public static string LastLine(this CommandOutcome outcome) =>
        new[] { outcome.Error, outcome.Output }
            .Select(text =>
                text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault()
            )
            .FirstOrDefault(line => line is not null)
        ?? $"exit code {outcome.ExitCode}";
}

using System.Text;
using Nuke.Common.IO;
using Pipeline.Execution;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Secrets;

namespace Pipeline.Build.Reporting.GitHub;

/// <summary>
/// Shows a run in the log of a GitHub Actions job: each step's whole log in a group, as soon as the step ends; at the
/// end the table, annotations on files and lines, and a summary on the workflow's page.
/// </summary>
/// <param name="output">Standard output, which may be redacted on its way.</param>
/// <param name="runner">Standard output to the runner, not redacted: values to mask must reach it.</param>
/// <param name="summary">The file for the summary; null or empty for none.</param>
internal sealed class GitHubView(TextWriter output, TextWriter runner, string? summary) : IRunView
{
    private readonly PlainView lines = new(output, colors: true);
    private readonly StoppedCommands commands = new(output);
    private readonly Lock gate = new();

    /// <summary>A view for the runner that started this process.</summary>
    public static GitHubView Standard(TextWriter output) =>
        new(
            output,
            new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false))
            {
                AutoFlush = true,
            },
            Environment.GetEnvironmentVariable("GITHUB_STEP_SUMMARY")
        );

    /// <inheritdoc />
    public void RunStarts(RunOptions options)
    {
        // Masked for later steps of the job too, which may print them.
        foreach (var secret in options.ToRedaction().Masks)
            runner.WriteLine(WorkflowCommand.Of("add-mask", secret));
        commands.Stop();
        lines.RunStarts(options);
    }

    /// <inheritdoc />
    public void RunStarted(PipelineRun run) => lines.RunStarted(run);

    /// <inheritdoc />
    public void StepEnded(Step step, AbsolutePath? log)
    {
        lock (gate)
            if (log is null)
                lines.StepEnded(step, log);
            else
            {
                commands.Give(WorkflowCommand.Of("group", lines.Line(step)));
                JobLog.Write(log, output);
                commands.Give(WorkflowCommand.Of("endgroup", ""));
            }
    }

    /// <inheritdoc />
    public void StepRetried(StepKey step, int attempt, TimeSpan delay, string reason)
    {
        lock (gate)
            lines.StepRetried(step, attempt, delay, reason);
    }

    /// <inheritdoc />
    public void StepTold(StepKey step, string line)
    {
        lock (gate)
            lines.StepTold(step, line);
    }

    /// <inheritdoc />
    public void Warned(string message)
    {
        lock (gate)
            commands.Give(WorkflowCommand.Of("warning", message));
    }

    /// <inheritdoc />
    public void RunEnded(PipelineRun run)
    {
        lock (gate)
        {
            lines.RunEnded(run);
            commands.Resume();
            foreach (var annotation in RunAnnotations.Of(run))
                output.WriteLine(annotation);
            if (!string.IsNullOrEmpty(summary) && !run.Steps.IsEmpty)
                Append(run, summary);
        }
    }

    // Text that other programs of the same step have written stays, and counts.
    private static void Append(PipelineRun run, string file)
    {
        var length = File.Exists(file) ? new FileInfo(file).Length : 0;
        File.AppendAllText(file, StepSummary.Of(run, StepSummary.Most - length));
    }
}

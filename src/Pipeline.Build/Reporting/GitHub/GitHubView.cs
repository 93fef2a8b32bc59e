using System.Text;
using Nuke.Common.IO;
using Pipeline.Execution;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Secrets;

namespace Pipeline.Build.Reporting.GitHub;

/// <summary>
/// Shows a run in the log of a GitHub Actions job: each step's log whole, folded, as soon as the step ends; at the end the table,
/// annotations on files and lines, and a summary on the workflow's page.
/// </summary>
/// <param name="output">Standard output; secrets may be taken out of it on its way.</param>
/// <param name="runner">Standard output as the runner reads it: what is to be masked has to reach it.</param>
/// <param name="summary">The file that takes the summary; null or empty where there is none.</param>
public sealed class GitHubView(TextWriter output, TextWriter runner, string? summary) : IRunView
{
    private readonly PlainView lines = new(output, colors: true);
    private readonly StoppedCommands commands = new(output);
    private readonly Lock gate = new();

    /// <summary>Reports to the runner that has started this process.</summary>
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
        // Other steps of the job may print what this one takes care not to.
        foreach (var secret in new Redaction(options.Secrets).Masks)
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
            foreach (var annotation in Annotations.Of(run))
                output.WriteLine(annotation);
            if (!string.IsNullOrEmpty(summary) && !run.Steps.IsEmpty)
                Append(run, summary);
        }
    }

    // What other programs of the same step have written stays, and counts.
    private static void Append(PipelineRun run, string file)
    {
        var length = File.Exists(file) ? new FileInfo(file).Length : 0;
        File.AppendAllText(file, StepSummary.Of(run, StepSummary.Most - length));
    }
}

using Nuke.Common.IO;
using Pipeline.Execution;
using Pipeline.Execution.Logs;
using Pipeline.Execution.Steps;

namespace Pipeline.Build.Reporting;

/// <summary>The text about a failed step.</summary>
internal static class FailureText
{
    private const int LogLines = 15;

    /// <summary>The end of its log, where the log is, and the command that runs the step again.</summary>
    public static IEnumerable<string> Of(StepKey step, AbsolutePath log, RunOptions options) =>
        [
            .. LogTail.Read(log, LogLines).Select(line => $"    │ {line}"),
            $"    log: {StepText.Relative(log)}",
            $"    again: {StepCommand.Of(step, options)}",
        ];
}

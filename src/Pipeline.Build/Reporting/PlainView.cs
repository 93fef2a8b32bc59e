using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Execution;
using Pipeline.Execution.Steps;

namespace Pipeline.Build.Reporting;

/// <summary>
/// Shows a run in plain lines. A step gets a line as soon as it ends, with its details right below; the
/// summary has targets and services in their declared order, whatever order they ended in.
/// </summary>
/// <param name="output">Takes the lines.</param>
/// <param name="colors">True where the output understands ANSI escapes.</param>
internal sealed class PlainView(TextWriter output, bool colors = false) : IRunView
{
    private readonly Lock gate = new();

    // A long name widens the column of all.
    private int names = 14;
    private PipelineRun? run;

    /// <inheritdoc />
    public void RunStarts(RunOptions options)
    {
        output.WriteLine(RunHeader.Title(options));
        if (!options.Selected.IsEmpty)
            output.WriteLine($"services: {string.Join(", ", options.Selected.Select(service => service.Name))}");
        foreach (var line in RunHeader.Uncommitted(options))
            output.WriteLine(line);
        output.WriteLine();
    }

    /// <inheritdoc />
    public void RunStarted(PipelineRun run)
    {
        this.run = run;
        foreach (var service in run.Options.Selected)
            names = Math.Max(names, service.Name.Length);
    }

    /// <inheritdoc />
    public void StepEnded(Step step, AbsolutePath? log)
    {
        lock (gate)
        {
            output.WriteLine(Line(step));
            // A step cancelled by the end of the run needs no message of its own.
            if (step.Result.Status == StepStatus.Failed && log is not null && run is { IsEnding: false })
                foreach (var line in FailureText.Of(step.Key, log, run.Options))
                    output.WriteLine(line);
        }
    }

    /// <inheritdoc />
    public void StepTold(StepKey step, string line)
    {
        lock (gate)
            output.WriteLine($"… {step.Target, -8} {Name(step.Service)} {"", 8}  {line}");
    }

    /// <inheritdoc />
    public void Warned(string message)
    {
        lock (gate)
            output.WriteLine($"! {message}");
    }

    /// <inheritdoc />
    public void StepRetried(StepKey step, int attempt, TimeSpan delay, string reason)
    {
        lock (gate)
            output.WriteLine($"↻ {step.Target, -8} {Name(step.Service)} {StepText.Retry(attempt, delay, reason)}");
    }

    /// <inheritdoc />
    public void RunEnded(PipelineRun run)
    {
        if (run.Steps.IsEmpty)
            return;

        lock (gate)
        {
            WriteTable(run);
            var rest = StepText.NotPassed(run).ToArray();
            foreach (var (status, text) in rest)
                output.WriteLine($"{Mark(status)} {text}");
            if (rest.Length > 0)
                output.WriteLine();
            output.WriteLine(StepText.Outcome(run));
            output.WriteLine($"report: {StepText.Relative(run.Options.Artifacts / "report" / "index.html")}");
        }
    }

    /// <summary>The line of a step that has ended.</summary>
    internal string Line(Step step)
    {
        var time = step.Result.Status == StepStatus.Blocked ? "" : StepText.Time(step.Duration);
        return $"{Mark(step.Result.Status)} {step.Key.Target, -8} {Name(step.Key.Service)} {time, 8}  {StepText.Reason(step.Result)}".TrimEnd();
    }

    private void WriteTable(PipelineRun run)
    {
        var targets = run.Planned.Select(step => step.Target).Distinct().ToArray();
        var ends = run.Steps.ToDictionary(step => step.Key);
        output.WriteLine();
        output.WriteLine(
            $"{Name("")}  {string.Concat(targets.Select(target => target.PadRight(Width(target))))}".TrimEnd()
        );
        foreach (var service in run.Options.Selected)
        {
            var cells = targets.Select(target =>
                Cell(ends.GetValueOrDefault(new(target, service.Name)), Width(target))
            );
            output.WriteLine($"{Name(service.Name)}  {string.Concat(cells)}".TrimEnd());
        }

        output.WriteLine();
    }

    private string Name(string service) => service.PadRight(names);

    // Escapes have no width: pad first, then colour.
    private string Cell(Step? step, int width) =>
        step is null ? new(' ', width) : Color(step.Result.Status, StepText.Name(step.Result.Status).PadRight(width));

    // Room for the longest status, and for the name.
    private static int Width(string target) => Math.Max(10, target.Length + 2);

    private string Mark(StepStatus status) => Color(status, StepText.Mark(status));

    private string Color(StepStatus status, string text) =>
        !colors
            ? text
            : status switch
            {
                StepStatus.Passed or StepStatus.Cached => $"\e[32m{text}\e[0m",
                StepStatus.Failed => $"\e[31m{text}\e[0m",
                _ => $"\e[33m{text}\e[0m",
            };
}

using Nuke.Common.IO;
using Pipeline.Execution;
using Pipeline.Execution.Steps;
using Spectre.Console.Rendering;

namespace Pipeline.Build.Reporting.Terminal;

/// <summary>
/// A live view of a run in a terminal: services by targets with their times, and the current line of running steps. A
/// failure is shown at once, above; at the end stay the table, the steps that did not pass, and the outcome.
/// </summary>
internal sealed class LiveView : IRunView
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    // With more services than that, passed ones are only counted at the end.
    private const int LastRows = 60;

    private readonly Lock gate = new();
    private readonly TextWriter terminal;
    private readonly Func<WindowSize> size;
    private readonly LiveRegion region;
    private readonly CancellationTokenSource end = new();
    private TextWriter? console;
    private AboveWriter? others;
    private RunProgress? progress;
    private PipelineRun? run;
    private Task painting = Task.CompletedTask;

    /// <summary>Shows runs in the terminal of this process.</summary>
    public LiveView(TextWriter terminal)
        : this(terminal, () => WindowSize.Current) { }

    internal LiveView(TextWriter terminal, Func<WindowSize> size)
    {
        this.terminal = terminal;
        this.size = size;
        region = new(terminal, size);
    }

    /// <inheritdoc />
    public void RunStarts(RunOptions options)
    {
        Write(Ink.Line(int.MaxValue, (RunHeader.Title(options), Ink.Bold)));
        foreach (var line in RunHeader.Uncommitted(options))
            terminal.WriteLine(line);
    }

    /// <inheritdoc />
    public void RunStarted(PipelineRun run)
    {
        if (run.Planned.IsEmpty)
            return;

        lock (gate)
        {
            (this.run, progress) = (run, new(run));
            // Other writers must not write into the region.
            console = Console.Out;
            Console.SetOut(others = new(region));
            painting = Repaint();
        }
    }

    /// <inheritdoc />
    public void StepStarted(StepKey step, AbsolutePath log)
    {
        lock (gate)
            progress?.Start(step, log, DateTimeOffset.UtcNow);
    }

    /// <inheritdoc />
    public void StepEnded(Step step, AbsolutePath? log)
    {
        lock (gate)
        {
            progress?.End(step);
            // A step cancelled by the end of the run needs no message of its own.
            if (step.Result.Status != StepStatus.Failed || log is null || run is null || run.IsEnding)
                return;
        }

        region.WriteAbove([LiveRegion.Text(Failure(step)), .. FailureText.Of(step.Key, log, run.Options)]);
    }

    /// <inheritdoc />
    public void StepRetried(StepKey step, int attempt, TimeSpan delay, string reason) =>
        region.WriteAbove([
            LiveRegion.Text(
                Ink.Line(
                    int.MaxValue,
                    ($"↻ {step} {StepText.Retry(attempt, delay, reason)}", Ink.Of(StepStatus.Skipped))
                )
            ),
        ]);

    /// <inheritdoc />
    public void Warned(string message) =>
        region.WriteAbove([LiveRegion.Text(Ink.Line(int.MaxValue, ($"! {message}", Ink.Of(StepStatus.Skipped))))]);

    /// <inheritdoc />
    public void RunEnded(PipelineRun run)
    {
        Stop();
        if (progress is null)
            return;

        lock (gate)
        {
            terminal.WriteLine();
            foreach (var line in LiveFrame.Table(progress, size().Width, LastRows, DateTimeOffset.UtcNow))
                Write(line);
        }

        terminal.WriteLine();
        var rest = StepText.NotPassed(run).ToArray();
        foreach (var (status, text) in rest)
            Write(Ink.Line(int.MaxValue, ($"{StepText.Mark(status)} ", Ink.Of(status)), (text, Ink.Plain)));
        if (rest.Length > 0)
            terminal.WriteLine();
        var isGood = run.Steps.All(step => step.Result.LetsContinue);
        Write(Ink.Line(int.MaxValue, (StepText.Outcome(run), isGood ? Ink.Good : Ink.Bad)));
        terminal.WriteLine($"report: {StepText.Relative(run.Options.Artifacts / "report" / "index.html")}");
    }

    private async Task Repaint()
    {
        using var timer = new PeriodicTimer(Interval);
        try
        {
            do
            {
                IReadOnlyList<SegmentLine> frame;
                lock (gate)
                    frame = LiveFrame.Of(progress!, size(), DateTimeOffset.UtcNow);
                region.Paint(frame);
            } while (await timer.WaitForNextTickAsync(end.Token));
        }
        catch (OperationCanceledException)
        {
            // The run has ended.
        }
    }

    private void Stop()
    {
        end.Cancel();
        // The terminal is gone.
        ((IAsyncResult)painting).AsyncWaitHandle.WaitOne();
        region.Clear();
        if (console is null)
            return;

        Console.SetOut(console);
        if (others!.TakeRest() is { Length: > 0 } rest)
            terminal.WriteLine(rest);
    }

    private static SegmentLine Failure(Step step) =>
        Ink.Line(
            int.MaxValue,
            ($"✗ {step.Key}", Ink.Bad),
            ($"  {StepText.Time(step.Duration)}  ", Ink.Dim),
            (StepText.Reason(step.Result), Ink.Plain)
        );

    private void Write(SegmentLine line) => terminal.WriteLine(LiveRegion.Text(line));
}

using System.Globalization;
using Pipeline.Execution.Logs;
using Pipeline.Execution.Steps;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Pipeline.Build.Reporting.Terminal;

/// <summary>One frame of the view: the table, the running steps and the progress, fitted to the window.</summary>
internal static class LiveFrame
{
    private const string RunningMark = "▸";

    private const int BarWidth = 24;

    // Enough for a few lines, and cheap to read several times a second.
    private const int LogWindow = 4096;

    /// <summary>The lines of the view.</summary>
    /// <param name="progress">The progress of the run.</param>
    /// <param name="size">The window; its last line is left to the cursor.</param>
    /// <param name="now">The time.</param>
    public static IReadOnlyList<SegmentLine> Of(RunProgress progress, WindowSize size, DateTimeOffset now)
    {
        var running = progress.Running.ToArray();
        var room = Math.Max(1, size.Height - 1);
        // With fewer lines, first blank lines are dropped, then the table.
        var isRoomy = room >= 12;
        var shown = Math.Min(running.Length, Math.Max(1, room / 3));
        var rows = room - shown - (running.Length > shown ? 1 : 0) - (isRoomy ? 5 : 2);

        List<SegmentLine> lines = [];
        if (rows > 0 && Table(progress, size.Width, rows, now) is { Count: > 0 } table)
        {
            if (isRoomy)
                lines.Add([]);
            lines.AddRange(table);
        }

        if (isRoomy)
            lines.Add([]);
        if (room > shown)
            lines.AddRange(running.Take(shown).Select(step => Line(step, running, size.Width, now)));
        if (running.Length > shown && room > shown + 1)
            lines.Add(Ink.Line(size.Width, ($"  … and {running.Length - shown} more", Ink.Dim)));
        if (isRoomy)
            lines.Add([]);
        lines.Add(Footer(progress, size.Width, now));
        return lines;
    }

    /// <summary>Services by targets; where not all fit, running and failed ones, then a count of the rest.</summary>
    /// <param name="progress">The progress of the run.</param>
    /// <param name="width">The window's width.</param>
    /// <param name="rows">The lines available for services.</param>
    /// <param name="now">The time.</param>
    public static IReadOnlyList<SegmentLine> Table(RunProgress progress, int width, int rows, DateTimeOffset now)
    {
        var visible = ServiceRows.Of(progress, rows);
        if (TableLayout.Of(visible, progress.Targets, width) is not { } layout)
            return [];

        List<SegmentLine> lines =
        [
            Ink.Line(
                width,
                [
                    (Ink.Pad("", layout.Names), Ink.Plain),
                    .. progress.Targets.Select((target, i) => Padded(target, layout, i, Ink.Dim)),
                ]
            ),
        ];
        foreach (var service in visible)
            lines.Add(
                Ink.Line(
                    width,
                    [
                        (Ink.Pad(service, layout.Names), Ink.Plain),
                        .. progress.Targets.Select((target, i) => Cell(progress, new(target, service), layout, i, now)),
                    ]
                )
            );
        if (visible.Length < progress.Services.Length)
            lines.Add(Ink.Line(width, (ServiceRows.Rest(progress, visible), Ink.Dim)));
        return lines;
    }

    private static (string, Style) Cell(
        RunProgress progress,
        StepKey key,
        TableLayout layout,
        int column,
        DateTimeOffset now
    )
    {
        if (progress.RunningOf(key) is { } running)
            return Padded(Timed(RunningMark, Seconds(now - running.Started), layout), layout, column, Ink.Active);
        if (progress.EndOf(key) is not { } step)
            return Padded("", layout, column, Ink.Plain);

        var status = step.Result.Status;
        var time = status == StepStatus.Blocked ? "" : Exact(step.Duration);
        return Padded(Timed(StepText.Mark(status), time, layout), layout, column, Ink.Of(status));
    }

    private static string Timed(string mark, string time, TableLayout layout) =>
        layout.HasTimes && time.Length > 0 ? $"{mark} {time}" : mark;

    private static (string, Style) Padded(string text, TableLayout layout, int column, Style style)
    {
        var width = layout.Columns[column];
        var head = text.Length > width ? text[..width] : text;
        return (new string(' ', layout.Gap) + Ink.Pad(head, width), style);
    }

    private static SegmentLine Line(RunningStep step, RunningStep[] running, int width, DateTimeOffset now)
    {
        var name = running.Max(step => step.Key.ToString().Length);
        return Ink.Line(
            width,
            ($"{RunningMark} ", Ink.Active),
            (Ink.Pad($"{step.Key}", Math.Min(name, Math.Max(10, width / 2 - 10))), Ink.Plain),
            ($" {Seconds(now - step.Started), 5}  ", Ink.Active),
            (LastLine(step), Ink.Dim)
        );
    }

    private static string LastLine(RunningStep step)
    {
        try
        {
            return LogTail.Read(step.Log, 1, LogWindow).FirstOrDefault()?.TrimStart() ?? "";
        }
        catch (IOException)
        {
            return "";
        }
    }

    private static SegmentLine Footer(RunProgress progress, int width, DateTimeOffset now)
    {
        var done = progress.Total == 0 ? BarWidth : BarWidth * progress.Ended / progress.Total;
        var failed = progress.Count(StepStatus.Failed);
        (string, Style)[] bar =
            width < 60
                ? []
                :
                [
                    (new string('━', done), failed > 0 ? Ink.Bad : Ink.Good),
                    (new string('─', BarWidth - done) + "  ", Ink.Dim),
                ];
        return Ink.Line(
            width,
            [
                .. bar,
                ($"{progress.Ended} of {progress.Total} steps", Ink.Bold),
                (failed > 0 ? $" · {failed} failed" : "", Ink.Bad),
                (Count(progress, StepStatus.Skipped), Ink.Warning),
                (Count(progress, StepStatus.Cached), Ink.Good),
                (Count(progress, StepStatus.Blocked), Ink.Dim),
                ($" · {Seconds(now - progress.Started)}", Ink.Plain),
                (progress.IsEnding ? " · ending what runs …" : "", Ink.Warning),
            ]
        );
    }

    private static string Count(RunProgress progress, StepStatus status) =>
        progress.Count(status) is > 0 and var count ? $" · {count} {StepText.Name(status)}" : "";

    private static string Exact(TimeSpan time) =>
        time.TotalSeconds < 9.95
            ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0}s")
            : Seconds(time);

    // Running steps show whole seconds: tenths would flicker.
    private static string Seconds(TimeSpan time) =>
        time.TotalHours >= 1 ? $"{(int)time.TotalHours}h{time.Minutes:00}"
        : time.TotalSeconds >= 100 ? $"{(int)time.TotalMinutes}:{time.Seconds:00}"
        : $"{(int)Math.Max(0, time.TotalSeconds)}s";
}

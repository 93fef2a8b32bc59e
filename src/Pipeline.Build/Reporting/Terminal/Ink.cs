using Pipeline.Execution.Steps;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Pipeline.Build.Reporting.Terminal;

/// <summary>The colours of the view, from the terminal's own palette to suit its background.</summary>
internal static class Ink
{
    public static readonly Style Plain = Style.Plain;
    public static readonly Style Dim = new(decoration: Decoration.Dim);
    public static readonly Style Bold = new(decoration: Decoration.Bold);
    public static readonly Style Good = new(Color.Green);
    public static readonly Style Bad = new(Color.Red);
    public static readonly Style Warning = new(Color.Olive);
    public static readonly Style Active = new(Color.Teal);

    /// <summary>The colour of a status.</summary>
    public static Style Of(StepStatus status) =>
        status switch
        {
            StepStatus.Passed or StepStatus.Cached => Good,
            StepStatus.Failed => Bad,
            StepStatus.Skipped => Warning,
            _ => Dim,
        };

    /// <summary>A line of parts, truncated to a width with an ellipsis.</summary>
    public static SegmentLine Line(int width, params IEnumerable<(string Text, Style Style)> parts)
    {
        var line = new SegmentLine();
        var left = width;
        foreach (var (text, style) in parts.Where(part => part.Text.Length > 0))
        {
            var segment = new Segment(text, style);
            if (segment.CellCount() > left)
            {
                if (left > 0)
                    line.Add(new Segment(Fit(text, left), style));
                break;
            }

            line.Add(segment);
            left -= segment.CellCount();
        }

        return line;
    }

    /// <summary>A text of at most so many cells, truncated with an ellipsis.</summary>
    public static string Fit(string text, int width)
    {
        if (width <= 0)
            return "";
        if (text.GetCellWidth() <= width)
            return text;

        var fitting = Segment.Truncate(new Segment(text), width - 1)?.Text ?? "";
        return char.IsHighSurrogate(fitting.LastOrDefault()) ? $"{fitting[..^1]}…" : $"{fitting}…";
    }

    /// <summary>A text of exactly so many cells.</summary>
    public static string Pad(string text, int width)
    {
        var fitting = Fit(text, width);
        return fitting + new string(' ', Math.Max(0, width - fitting.GetCellWidth()));
    }
}

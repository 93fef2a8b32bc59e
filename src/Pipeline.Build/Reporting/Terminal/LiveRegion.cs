using System.Text;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Pipeline.Build.Reporting.Terminal;

/// <summary>
/// The last lines of a terminal, repainted in place while others scroll above them. The cursor rests below, and
/// is only hidden while a frame is written, so a killed process leaves a usable terminal.
/// </summary>
/// <param name="terminal">The terminal.</param>
/// <param name="size">Returns the window's size.</param>
internal sealed class LiveRegion(TextWriter terminal, Func<WindowSize> size)
{
    // Frames are shown atomically where the terminal can (mode 2026), and never wrap (mode 7).
    private const string Begin = "\e[?2026h\e[?25l\e[?7l";
    private const string End = "\e[?7h\e[?25h\e[?2026l";

    private static readonly AnsiCapabilities Capabilities = new() { Ansi = true, ColorSystem = ColorSystem.Standard };

    private readonly Lock gate = new();
    private WindowSize painted;
    private ImmutableArray<(string Text, int Width)> shown = [];

    /// <summary>Paints the region; unchanged lines are skipped.</summary>
    public void Paint(IEnumerable<SegmentLine> lines)
    {
        lock (gate)
            Paint([], [.. lines.Select(Written)], size());
    }

    /// <summary>Writes lines above the region, where they stay.</summary>
    public void WriteAbove(IEnumerable<string> lines)
    {
        lock (gate)
            Paint([.. lines], shown, size());
    }

    /// <summary>Removes the region.</summary>
    public void Clear()
    {
        lock (gate)
            Paint([], [], size());
    }

    /// <summary>A line with its escape sequences.</summary>
    public static string Text(SegmentLine line) => Written(line).Text;

    private void Paint(ImmutableArray<string> above, ImmutableArray<(string Text, int Width)> lines, WindowSize now)
    {
        // After the window has shrunk, the screen has only what fits; the rest has scrolled away.
        lines = [.. lines.Take(Math.Max(0, now.Height - 1))];
        var isFresh = above.IsEmpty && now == painted;
        if (isFresh && lines.SequenceEqual(shown))
            return;

        var frame = new StringBuilder(Begin).Append('\r');
        if (Above(now) is > 0 and var up)
            frame.Append($"\e[{up}A");
        // Line by line: some terminals copy a screen erased at once to the scrollback.
        foreach (var line in above)
            // Other output may be longer than the window and must wrap.
            frame.Append($"\e[?7h{line}\e[0m\e[K\e[?7l\r\n");
        for (var i = 0; i < lines.Length; i++)
            frame.Append(isFresh && i < shown.Length && shown[i] == lines[i] ? "\r\n" : $"{lines[i].Text}\e[K\r\n");
        // From below its first line, where nothing is painted: see above.
        frame.Append(lines.IsEmpty && above.IsEmpty && shown.Length > 0 ? "\e[K\e[B\e[J\e[A" : "\e[J");
        terminal.Write(frame.Append(End));
        terminal.Flush();
        (shown, painted) = (lines, now);
    }

    // A narrower window rewraps existing lines: they take more of its lines.
    private int Above(WindowSize now) =>
        Math.Min(
            now.Height - 1,
            now == painted ? shown.Length : shown.Sum(line => Math.Max(1, (line.Width + now.Width - 1) / now.Width))
        );

    private static (string Text, int Width) Written(SegmentLine line)
    {
        var text = new StringWriter();
        var writer = new AnsiWriter(text, Capabilities);
        // Trailing blanks would wrap in a narrower window.
        var last = line.FindLastIndex(segment => !string.IsNullOrWhiteSpace(segment.Text));
        for (var i = 0; i <= last; i++)
            writer.Write(i == last ? line[i].Text.TrimEnd() : line[i].Text, line[i].Style);
        var trailing = line.Skip(last + 1).Sum(segment => segment.CellCount());
        return (text.ToString(), line.CellCount() - trailing);
    }
}

using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Pipeline.Execution.Logs;

/// <summary>The last lines of a log, safe for a terminal. The cost does not depend on the log's size.</summary>
internal static partial class LogTail
{
    /// <summary>Characters of a line that are shown.</summary>
    public const int Width = 500;

    private const int Window = 256 * 1024;

    /// <summary>
    /// Reads the last lines that are not empty. Each is cut to <see cref="Width"/>, without escape sequences and
    /// characters that would move the cursor or reorder text.
    /// </summary>
    /// <param name="file">The log; a missing one has no lines.</param>
    /// <param name="count">How many lines.</param>
    /// <param name="window">How many bytes are read; of a longer line only the end is shown.</param>
    /// <exception cref="IOException">The log cannot be read.</exception>
    public static ImmutableArray<string> Read(string file, int count, int window = Window)
    {
        if (!File.Exists(file))
            return [];

        using var stream = new FileStream(
            file,
            FileMode.Open,
            FileAccess.Read,
            FileShare.ReadWrite | FileShare.Delete,
            bufferSize: 0
        );
        var start = Math.Max(0, stream.Length - window);
        stream.Position = start;
        var bytes = new byte[window];
        var lines = Encoding.UTF8.GetString(bytes, 0, stream.ReadAtLeast(bytes, window, false)).Split('\n');
        return
        [
            .. lines
                .Select(
                    (line, i) => i == 0 && start > 0 ? "…" + End(Clean(line), Width) : Beginning(Clean(line), Width)
                )
                .Where(line => line.Length > 0)
                .TakeLast(count),
        ];
    }

    // The text after the last carriage return is what a terminal would show of an overwritten line.
    private static string Clean(string line)
    {
        var shown = line.TrimEnd('\r');
        shown = Escape().Replace(shown[(shown.LastIndexOf('\r') + 1)..], "");
        return string.Concat(shown.Where(IsHarmless).Select(letter => letter == '\t' ? ' ' : letter)).TrimEnd();
    }

    private static bool IsHarmless(char letter) =>
        letter == '\t'
        || char.GetUnicodeCategory(letter)
            is not (
                UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator
            );

    private static string Beginning(string line, int length) =>
        line.Length <= length ? line : line[..(char.IsHighSurrogate(line[length - 1]) ? length - 1 : length)] + "…";

    private static string End(string line, int length) =>
        line.Length <= length ? line : line[^(char.IsLowSurrogate(line[^length]) ? length - 1 : length)..];

    // ECMA-48: control sequences, then command strings such as titles and links, then two-character escapes.
    [GeneratedRegex(@"\e\[[0-?]*[ -/]*[@-~]|\e[\]PX^_][^\e\a]*(\a|\e\\)|\e.")]
    private static partial Regex Escape();
}

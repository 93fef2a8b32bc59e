using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Pipeline.Execution.Logs;

/// <summary>
/// Text of programs and servers without what would move a terminal's cursor, set its title or reorder its text.
/// </summary>
internal static partial class PlainText
{
    /// <summary>The text, line by line as a terminal would show it.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Of(string? text) =>
        text is null || text.All(letter => letter == '\n' || (letter != '\t' && IsHarmless(letter)))
            ? text
            : string.Join('\n', text.Split('\n').Select(OfLine));

    /// <summary>
    /// A line. The text after its last carriage return is what a terminal would show of an overwritten one.
    /// </summary>
    public static string OfLine(string line)
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

    // ECMA-48: control sequences, then command strings such as titles and links, then two-character escapes.
    [GeneratedRegex(@"\e\[[0-?]*[ -/]*[@-~]|\e[\]PX^_][^\e\a]*(\a|\e\\)|\e.")]
    private static partial Regex Escape();
}

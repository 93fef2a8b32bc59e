using System.Globalization;
using System.Text.RegularExpressions;

namespace Pipeline.Foundation;

/// <summary>
/// Messages that quote what others wrote: they neither move a terminal's cursor nor command the runner of GitHub
/// Actions, which obeys <c>::name::</c> at the start of a line and <c>##[name]</c> anywhere.
/// </summary>
internal static partial class MessageText
{
    /// <summary>A message of one line: line breaks are shown as <c>\n</c>.</summary>
    public static string Line(string text) => Lines(text).Replace("\n", @"\n", StringComparison.Ordinal);

    /// <summary>A message of several lines; a line break before a command is shown as <c>\n</c>.</summary>
    public static string Lines(string text) =>
        IsHarmless(text)
            ? text
            : Command()
                .Replace(Control().Replace(text, Escape), @"\n$1")
                .Replace("##[", @"##\[", StringComparison.Ordinal);

    // Nearly all texts are, and a loop costs less than an expression.
    private static bool IsHarmless(string text)
    {
        var last = '\0';
        foreach (var letter in text)
        {
            if (letter == last && letter is ':' or '#')
                return false;
            if (letter is '\u2028' or '\u2029' || (char.IsControl(letter) && letter is not ('\n' or '\t')))
                return false;
            last = letter;
        }

        return true;
    }

    private static string Escape(Match letter) =>
        letter.ValueSpan switch
        {
            "\r\n" => "\n",
            "\r" => @"\r",
            "\e" => @"\e",
            var other => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)other[0]:x4}"),
        };

    [GeneratedRegex(@"\r\n|[\p{Cc}\u2028\u2029-[\n\t]]")]
    private static partial Regex Control();

    [GeneratedRegex(@"\n(\s*::)")]
    private static partial Regex Command();
}

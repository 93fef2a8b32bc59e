using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Pipeline.Workflows.Writing;

/// <summary>Writes scalars so that a reader gets exactly the text, unquoted where possible.</summary>
internal static partial class ScalarText
{
    /// <summary>A value after a key.</summary>
    public static string Of(string value) => IsPlain(value) ? value : Quoted(value);

    /// <summary>A value in a flow list, where commas and brackets have a meaning.</summary>
    public static string InList(string value) =>
        IsPlain(value) && value.AsSpan().IndexOfAny(",[]{}") < 0 ? value : Quoted(value);

    /// <summary>A text for a comment, without line breaks.</summary>
    public static string OneLine(string text) =>
        string.Concat(text.Select(letter => IsBreak(letter) ? ' ' : letter)).Trim();

    private static bool IsPlain(string value) =>
        value.Length > 0
        && value == value.Trim()
        && !value.Any(IsBreak)
        && !Indicator().IsMatch(value)
        && !Meaningful().IsMatch(value)
        && !value.Contains(": ", StringComparison.Ordinal)
        && !value.Contains(" #", StringComparison.Ordinal)
        && value[^1] != ':';

    private static string Quoted(string value)
    {
        if (!value.Any(IsBreak) && !value.Contains('\'', StringComparison.Ordinal))
            return $"'{value}'";

        var text = new StringBuilder("\"");
        foreach (var letter in value)
            _ = letter switch
            {
                '"' or '\\' => text.Append('\\').Append(letter),
                '\n' => text.Append("\\n"),
                '\t' => text.Append("\\t"),
                _ when IsBreak(letter) => text.Append("\\u")
                    .Append(((int)letter).ToString("x4", CultureInfo.InvariantCulture)),
                _ => text.Append(letter),
            };
        return text.Append('"').ToString();
    }

    // Line and paragraph separators and the next-line character end a line for some readers of YAML.
    private static bool IsBreak(char letter) =>
        char.IsControl(letter) || letter is '\u2028' or '\u2029' or '\ufeff' || char.IsSurrogate(letter);

    // Characters that cannot begin a plain value.
    [GeneratedRegex("^([-?:,\\[\\]{}#&*!|>'\"%@`]|---|\\.\\.\\.)")]
    private static partial Regex Indicator();

    // Plain values that YAML 1.1 or 1.2 would not read as text: GitHub reads 1.2, other readers 1.1.
    [GeneratedRegex(
        @"^(~|null|true|false|y|n|yes|no|on|off|[-+]?(\d[\d_.:]*|\.\d+|\.inf|\.nan)(e[-+]?\d+)?|0[xo][0-9a-f]+)$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Meaningful();
}

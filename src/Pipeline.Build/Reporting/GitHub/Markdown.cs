using System.Text.RegularExpressions;

namespace Pipeline.Build.Reporting.GitHub;

/// <summary>Text for GitHub's Markdown, shown unchanged.</summary>
internal static partial class Markdown
{
    /// <summary>Text within a line or table cell.</summary>
    public static string Text(string? text) => Sign().Replace(Break().Replace(text ?? "", " "), @"\$0");

    /// <summary>A code block.</summary>
    /// <param name="lines">The lines.</param>
    /// <param name="language">The language for highlighting; empty for none.</param>
    public static string Block(string lines, string language = "")
    {
        // A fence must be longer than any in the text.
        var longest = Ticks().Matches(lines).Select(ticks => ticks.Length).DefaultIfEmpty().Max();
        var fence = new string('`', Math.Max(3, longest + 1));
        return $"{fence}{language}\n{lines.TrimEnd('\n')}\n{fence}\n";
    }

    /// <summary>A row of a table.</summary>
    public static string Row(params IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |\n";

    [GeneratedRegex(@"[\\`*_{}\[\]<>#|~&$@]")]
    private static partial Regex Sign();

    [GeneratedRegex(@"[\r\n\t]+")]
    private static partial Regex Break();

    [GeneratedRegex("`+")]
    private static partial Regex Ticks();
}

using System.Text.RegularExpressions;

namespace Pipeline.Build.Reporting.GitHub;

/// <summary>Text as GitHub's Markdown shows it unchanged.</summary>
internal static partial class Markdown
{
    /// <summary>A text within a line or a cell of a table.</summary>
    public static string Text(string? text) => Sign().Replace(Break().Replace(text ?? "", " "), @"\$0");

    /// <summary>A block of lines as they are.</summary>
    /// <param name="lines">The lines.</param>
    /// <param name="language">What highlights them; empty for nothing.</param>
    public static string Block(string lines, string language = "")
    {
        // A fence ends at one as long as itself.
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

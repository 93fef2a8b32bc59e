using System.Text.RegularExpressions;

namespace Pipeline.Deployments.GitOps.ArgoCd.Scaffolding;

/// <summary>Writes scalars, quoted where a plain one would mean something else.</summary>
internal static partial class YamlText
{
    /// <summary>A value as YAML.</summary>
    public static string Of(string text) =>
        Plain().IsMatch(text) && !Meaningful().IsMatch(text)
            ? text
            : $"\"{Special().Replace(text, letter => letter.ValueSpan is "\\" or "\"" ? $"\\{letter}" : $"\\u{(int)letter.ValueSpan[0]:X4}")}\"";

    /// <summary>Lines, indented and joined.</summary>
    public static string Lines(string indentation, IEnumerable<string> lines) =>
        string.Join('\n', lines.Select(line => indentation + line));

    [GeneratedRegex(@"^[A-Za-z/][A-Za-z0-9_./@;-]*(:[A-Za-z0-9_./@;-]+)*$", RegexOptions.ExplicitCapture)]
    private static partial Regex Plain();

    // What ends a quoted scalar, and what no file of YAML may hold.
    [GeneratedRegex("[\"\\\\\\p{Cc}\\u2028\\u2029]")]
    private static partial Regex Special();

    // Booleans and null in YAML 1.1.
    [GeneratedRegex("^(y|n|yes|no|on|off|true|false|null)$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex Meaningful();
}

using System.Text.RegularExpressions;

namespace Pipeline.Deployments.GitOps.ArgoCd.Scaffolding;

/// <summary>Writes scalars, quoted where a plain one would mean something else.</summary>
internal static partial class YamlText
{
    /// <summary>A value as YAML.</summary>
    public static string Of(string text) =>
        Plain().IsMatch(text) && !Meaningful().IsMatch(text)
            ? text
            : $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    /// <summary>Lines, indented and joined.</summary>
    public static string Lines(string indentation, IEnumerable<string> lines) =>
        string.Join('\n', lines.Select(line => indentation + line));

    [GeneratedRegex(@"^[A-Za-z/][A-Za-z0-9_./@;-]*(:[A-Za-z0-9_./@;-]+)*$", RegexOptions.ExplicitCapture)]
    private static partial Regex Plain();

    // Booleans and null in YAML 1.1.
    [GeneratedRegex("^(y|n|yes|no|on|off|true|false|null)$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex Meaningful();
}

using System.Text.RegularExpressions;

namespace Pipeline.Deployments.GitOps.ArgoCd.Scaffolding;

/// <summary>Writes single values, in quotes where they would mean something else without.</summary>
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

    // What YAML 1.1 takes for a boolean or nothing.
    [GeneratedRegex("^(y|n|yes|no|on|off|true|false|null)$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex Meaningful();
}

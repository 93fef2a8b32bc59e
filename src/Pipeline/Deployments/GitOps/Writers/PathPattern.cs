using System.Text;
using System.Text.RegularExpressions;

namespace Pipeline.Deployments.GitOps.Writers;

/// <summary>Patterns of paths and names, as Renovate and Dependabot write them.</summary>
internal static class PathPattern
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>True where a pattern fits: a glob, or a regular expression between slashes.</summary>
    public static bool Fits(string pattern, string text) =>
        pattern is ['/', .., '/'] ? FitsExpression(pattern[1..^1], text)
        : pattern is ['/', .., '/', 'i'] ? FitsExpression($"(?i){pattern[1..^2]}", text)
        : FitsExpression($"^{Expression(pattern)}$", text);

    /// <summary>True where a regular expression fits; one that cannot be read fits nothing.</summary>
    public static bool FitsExpression(string expression, string text)
    {
        try
        {
            return Regex.IsMatch(text, expression, RegexOptions.None, Patience);
        }
        catch (Exception unreadable) when (unreadable is ArgumentException or RegexMatchTimeoutException)
        {
            return false;
        }
    }

    private static string Expression(string glob)
    {
        var text = new StringBuilder();
        for (var at = 0; at < glob.Length; at++)
        {
            var rest = glob.AsSpan(at);
            var (taken, meant) =
                rest.StartsWith("**/") ? (3, "(.*/)?")
                : rest.StartsWith("**") ? (2, ".*")
                : (
                    1,
                    glob[at] switch
                    {
                        '*' => "[^/]*",
                        '?' => "[^/]",
                        '{' => "(",
                        '}' => ")",
                        ',' => "|",
                        var letter => Regex.Escape($"{letter}"),
                    }
                );
            text.Append(meant);
            at += taken - 1;
        }

        return text.ToString();
    }
}

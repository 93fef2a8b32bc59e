using System.Text;
using System.Text.RegularExpressions;
using Pipeline.Foundation.Failures;

namespace Pipeline.Images.Contexts;

/// <summary>
/// The rules of a <c>.dockerignore</c> file: the last matching pattern decides, and <c>!</c> includes a file again.
/// </summary>
/// <remarks>https://docs.docker.com/build/concepts/context/#dockerignore-files</remarks>
internal sealed class IgnoreFile
{
    private const int MostShown = 60;

    private readonly ImmutableArray<(Regex Pattern, bool Includes)> rules;

    private IgnoreFile(ImmutableArray<(Regex, bool)> rules) => this.rules = rules;

    /// <summary>Ignores nothing.</summary>
    public static IgnoreFile Empty { get; } = new([]);

    /// <summary>True where a pattern includes files again, so that ignored folders have to be searched too.</summary>
    public bool HasExceptions => rules.Any(rule => rule.Includes);

    /// <summary>Reads the text of a <c>.dockerignore</c>.</summary>
    /// <exception cref="StepFailedException">A pattern cannot be used.</exception>
    public static IgnoreFile Parse(string text) =>
        new([
            .. text.TrimStart('\uFEFF')
                .Split('\n')
                .Where(line => !line.StartsWith('#'))
                .Select(line => line.Trim())
                .Where(line => line.Length > 0)
                .Select(line => line[0] == '!' ? (Clean(line[1..]), true) : (Clean(line), false))
                .Where(rule => rule.Item1 is not ("" or "."))
                .Select(rule => (Compile(rule.Item1), rule.Item2)),
        ]);

    /// <summary>True where a file or folder is left out of the context.</summary>
    /// <param name="path">Relative to the context, with forward slashes.</param>
    public bool Ignores(string path) =>
        rules.LastOrDefault(rule => rule.Pattern.IsMatch(path)) is { Pattern: not null, Includes: false };

    // Like Go's filepath.Clean, without the leading slash: patterns are always relative to the context.
    private static string Clean(string pattern)
    {
        var parts = new List<string>();
        foreach (var part in pattern.Trim().Split('/'))
        {
            if (part == ".." && parts.Count > 0)
                parts.RemoveAt(parts.Count - 1);
            else if (part is not ("" or "." or ".."))
                parts.Add(part);
        }

        return string.Join('/', parts);
    }

    private static string Shown(string pattern) =>
        pattern.Length > MostShown ? $"{pattern.AsSpan(0, MostShown)}…" : pattern;

    // A pattern that matches a folder matches all that is in it.
    private static Regex Compile(string pattern)
    {
        var regex = new StringBuilder(@"\A");
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] == '\\' && i + 1 < pattern.Length)
            {
                regex.Append(Regex.Escape(pattern[++i].ToString()));
            }
            else if (string.CompareOrdinal(pattern, i, "**", 0, 2) == 0)
            {
                i += string.CompareOrdinal(pattern, i, "**/", 0, 3) == 0 ? 2 : 1;
                regex.Append(i == pattern.Length - 1 ? ".*" : "(?:.*/)?");
            }
            else if (pattern[i] == '[' && pattern.IndexOf(']', i + 1) is var end and > 0)
            {
                regex.Append(pattern, i, end - i + 1);
                i = end;
            }
            else
            {
                regex.Append(
                    pattern[i] switch
                    {
                        '*' => "[^/]*",
                        '?' => "[^/]",
                        var literal => Regex.Escape(literal.ToString()),
                    }
                );
            }
        }

        try
        {
            return new(
                regex.Append(@"(?:/.*)?\z").ToString(),
                RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.Singleline
            );
        }
        catch (Exception unusable) when (unusable is ArgumentException or NotSupportedException)
        {
            throw new StepFailedException(
                $"{BuildContext.IgnoreFileName} has a pattern that cannot be used, {Shown(pattern)}: {unusable.Message}"
            );
        }
    }
}

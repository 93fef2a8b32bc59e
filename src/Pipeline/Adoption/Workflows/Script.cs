using System.Text;
using Pipeline.Deployments.GitOps.Manifests;
using YamlDotNet.Core;

namespace Pipeline.Adoption.Workflows;

/// <summary>Splits the script of a step into its commands, as far as a shell's words tell them apart.</summary>
internal static class Script
{
    private static readonly ImmutableArray<string> Operators = ["&&", "||", "|&", "|", ";;", ";", "&"];

    /// <summary>The commands of a script, in their order, without comments and here-documents.</summary>
    public static ImmutableArray<ScriptCommand> Read(ManifestScalar script)
    {
        var commands = ImmutableArray.CreateBuilder<ScriptCommand>();
        // Only a literal block keeps its lines.
        var isBlock = script.Style == ScalarStyle.Literal;
        var first = isBlock ? script.Line + 1 : script.Line;
        var lines = script.Value.Split('\n');
        string? document = null;
        for (var at = 0; at < lines.Length; at++)
        {
            var start = at;
            if (document is not null)
            {
                if (lines[at].Trim() == document)
                    document = null;
                continue;
            }

            var line = lines[at];
            while (line.EndsWith('\\') && at + 1 < lines.Length)
                line = $"{line[..^1]} {lines[++at].Trim()}";
            foreach (var (text, next) in Split(line))
                commands.Add(new(text, next, isBlock ? first + start : first));
            document = DocumentOf(line);
        }

        return commands.ToImmutable();
    }

    private static IEnumerable<(string Text, string Next)> Split(string line)
    {
        var word = new StringBuilder();
        var (quote, depth) = ('\0', 0);
        for (var at = 0; at < line.Length; at++)
        {
            var letter = line[at];
            if (letter == '\\' && quote != '\'' && at + 1 < line.Length)
            {
                word.Append(letter).Append(line[++at]);
                continue;
            }

            if (quote != '\0')
                quote = letter == quote ? '\0' : quote;
            else if (letter is '"' or '\'' or '`')
                quote = letter;
            else if (letter == '(')
                depth++;
            else if (letter == ')')
                depth--;
            else if (letter == '#' && (at == 0 || char.IsWhiteSpace(line[at - 1])))
                break;
            else if (depth <= 0 && Operator(line, at) is { } next && !IsRedirection(line, at))
            {
                if (word.ToString().Trim() is { Length: > 0 } text)
                    yield return (text, next);
                word.Clear();
                at += next.Length - 1;
                continue;
            }

            word.Append(letter);
        }

        if (word.ToString().Trim() is { Length: > 0 } last)
            yield return (last, "");
    }

    private static string? Operator(string line, int at) =>
        Operators.FirstOrDefault(next => string.CompareOrdinal(line, at, next, 0, next.Length) == 0);

    // As in 2>&1 and &>.
    private static bool IsRedirection(string line, int at) =>
        line[at] == '&' && ((at > 0 && line[at - 1] is '>' or '<') || (at + 1 < line.Length && line[at + 1] == '>'));

    private static string? DocumentOf(string line)
    {
        var at = line.IndexOf("<<", StringComparison.Ordinal);
        if (at < 0 || line.AsSpan(at).StartsWith("<<<"))
            return null;

        var name = line[(at + 2)..].TrimStart('-', ' ').Split(' ', '|', ';', '>')[0].Trim('"', '\'');
        return name.Length > 0 && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_') ? name : null;
    }
}

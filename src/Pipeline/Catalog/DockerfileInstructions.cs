using System.Text.RegularExpressions;

namespace Pipeline.Catalog;

/// <summary>Splits a Dockerfile into its instructions, by the rules of BuildKit's parser.</summary>
/// <remarks>https://docs.docker.com/reference/dockerfile/#format, and parser/parser.go of moby/buildkit</remarks>
internal static partial class DockerfileInstructions
{
    /// <summary>
    /// Each with its position. Continuation lines are joined; positions stay the same. Here-documents are left out.
    /// </summary>
    public static IEnumerable<(int At, string Line)> Read(string text)
    {
        var escape = EscapeOf(text);
        var (begin, whole) = (0, "");
        var documents = new Queue<HereDocument>();
        for (var at = 0; at < text.Length; )
        {
            var end = text.IndexOf('\n', at) is var found and >= 0 ? found + 1 : text.Length;
            var line = text[at..end];
            at = end;
            if (documents.TryPeek(out var document))
            {
                if (document.IsEnd(line))
                    documents.Dequeue();
                (begin, whole) = (end, "");
                continue;
            }

            var isComment = line.TrimStart().StartsWith('#');
            if (whole.Length > 0 && (isComment || line.Trim().Length == 0))
            {
                whole += Blank(line);
                continue;
            }

            if (!isComment && LengthBeforeEscape(line, escape) is { } length)
            {
                whole += line[..length].PadRight(line.Length);
                continue;
            }

            whole += line;
            if (!isComment)
            {
                yield return (begin, whole);
                foreach (var next in HereDocument.In(whole))
                    documents.Enqueue(next);
            }

            (begin, whole) = (end, "");
        }

        if (whole.Length > 0)
            yield return (begin, whole);
    }

    // A directive counts only above everything else, comments included.
    private static char EscapeOf(string text) =>
        text.Split('\n')
            .Select(line => Directive().Match(line))
            .TakeWhile(match => match.Success)
            .FirstOrDefault(match => match.Groups["name"].Value.Equals("escape", StringComparison.OrdinalIgnoreCase))
            is { } directive
        && directive.Groups["value"].Value == "`"
            ? '`'
            : '\\';

    // The length of the line before the escape; an escape that is itself escaped does not continue the line.
    private static int? LengthBeforeEscape(string line, char escape)
    {
        var trimmed = line.TrimEnd();
        return trimmed.EndsWith(escape) && !(trimmed.Length > 1 && trimmed[^2] == escape) ? trimmed.Length - 1 : null;
    }

    private static string Blank(string line) => new(' ', line.Length);

    [GeneratedRegex(@"^\s*#\s*(?<name>[A-Za-z][A-Za-z0-9]*)\s*=\s*(?<value>.+?)\s*$", RegexOptions.ExplicitCapture)]
    private static partial Regex Directive();
}

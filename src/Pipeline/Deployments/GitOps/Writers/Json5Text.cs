using System.Text;

namespace Pipeline.Deployments.GitOps.Writers;

/// <summary>
/// JSON5 as YAML, which has all of it but its comments, tabs and escapes between single quotes: each character keeps
/// its place.
/// </summary>
internal static class Json5Text
{
    /// <summary>The same text as YAML.</summary>
    public static string ToYaml(string text)
    {
        var yaml = new StringBuilder(text);
        for (var at = 0; at < yaml.Length; at++)
            if (yaml[at] is '"' or '\'')
                at = EndOfString(yaml, at);
            else if (yaml[at] == '\t')
                yaml[at] = ' ';
            else if (Starts(yaml, at, "//"))
                at = Blank(yaml, at, EndOf(text, "\n", at) - 1);
            else if (Starts(yaml, at, "/*"))
                at = Blank(yaml, at, EndOf(text, "*/", at + 2));
        return yaml.ToString();
    }

    // YAML has no escapes between single quotes, so they become double ones, and what is quoted in them single.
    private static int EndOfString(StringBuilder yaml, int start)
    {
        var quote = yaml[start];
        var end = start + 1;
        for (; end < yaml.Length && yaml[end] != quote; end++)
            if (yaml[end] == '\\')
                end++;
            else if (yaml[end] == '"')
                yaml[end] = '\'';
        yaml[start] = '"';
        if (end < yaml.Length)
            yaml[end] = '"';
        return end;
    }

    private static bool Starts(StringBuilder yaml, int at, string mark) =>
        at + 1 < yaml.Length && yaml[at] == mark[0] && yaml[at + 1] == mark[1];

    private static int EndOf(string text, string mark, int from) =>
        from < text.Length && text.IndexOf(mark, from, StringComparison.Ordinal) is var found and >= 0
            ? found + mark.Length
            : text.Length;

    private static int Blank(StringBuilder yaml, int from, int to)
    {
        for (var at = from; at < to; at++)
            if (yaml[at] is not ('\n' or '\r'))
                yaml[at] = ' ';
        return to - 1;
    }
}

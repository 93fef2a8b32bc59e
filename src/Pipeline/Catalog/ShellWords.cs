using System.Text;

namespace Pipeline.Catalog;

/// <summary>Words as Dockerfiles have them: separated by blanks, with quotes and escapes like a shell's.</summary>
internal static class ShellWords
{
    /// <summary>The words of a line, quotes and escapes kept.</summary>
    public static IEnumerable<string> Split(string line)
    {
        var word = new StringBuilder();
        for (var at = 0; at < line.Length; )
        {
            if (char.IsWhiteSpace(line[at]))
            {
                if (word.Length > 0)
                    yield return word.ToString();
                word.Clear();
                at++;
                continue;
            }

            var end = EndOfPart(line, at);
            word.Append(line, at, end - at);
            at = end;
        }

        if (word.Length > 0)
            yield return word.ToString();
    }

    /// <summary>A word without its quotes and escapes.</summary>
    public static string Unquote(string word)
    {
        var text = new StringBuilder();
        var quote = '\0';
        for (var at = 0; at < word.Length; at++)
            if (quote != '\'' && word[at] == '\\' && at + 1 < word.Length)
                text.Append(word[++at]);
            else if (quote == '\0' && word[at] is '"' or '\'' || word[at] == quote)
                quote = quote == '\0' ? word[at] : '\0';
            else
                text.Append(word[at]);
        return text.ToString();
    }

    /// <summary>Where a quoted or escaped text, a <c>${…}</c>, or a single character ends.</summary>
    public static int EndOfPart(string text, int at)
    {
        if (text[at] == '\\')
            return Math.Min(at + 2, text.Length);
        if (text[at] == '\'')
            return text.IndexOf('\'', at + 1) is >= 0 and var close ? close + 1 : text.Length;
        if (text[at] == '"')
            return EndOf(text, at + 1, '"');
        return text[at] == '$' && at + 1 < text.Length && text[at + 1] == '{' ? EndOf(text, at + 2, '}') : at + 1;
    }

    private static int EndOf(string text, int at, char close)
    {
        while (at < text.Length && text[at] != close)
            at = close == '"' && text[at] == '\'' ? at + 1 : EndOfPart(text, at);
        return Math.Min(at + 1, text.Length);
    }
}

namespace Pipeline.Foundation.Secrets;

/// <summary>How far a text matches a spelling of a secret.</summary>
/// <param name="Length">The matching characters; 0 for no match.</param>
/// <param name="IsWhole">False where the text ends before the spelling does.</param>
internal readonly record struct SecretMatch(int Length, bool IsWhole)
{
    // Encoders wrap lines after 64 or 76 digits, and some output is wrapped once more.
    private const int ShortestLine = 32;
    private const int MostIndent = 16;

    private static readonly string[] Breaks = ["\n", "\r\n", "\\n", "\\r\\n"];

    /// <summary>The length of the longest text that matches a spelling.</summary>
    public static int Longest(SecretForm form) =>
        form.Text.Length + (form.MayWrap ? MostBreaks(form) * (Breaks[^1].Length + MostIndent) : 0);

    /// <summary>Matches a text with a spelling; one that may wrap may contain line breaks and blanks.</summary>
    public static SecretMatch Of(SecretForm form, ReadOnlySpan<char> text)
    {
        var breaks = form.MayWrap ? MostBreaks(form) : 0;
        var at = 0;
        for (var i = 0; i < form.Text.Length; i++, at++)
        {
            if (at < text.Length && text[at] != form.Text[i] && i > 0 && breaks-- > 0)
            {
                var (length, isWhole) = BreakAt(text[at..]);
                at += length;
                if (!isWhole && length > 0)
                    return new(text.Length, IsWhole: false);
            }

            if (at == text.Length)
                return new(at, IsWhole: false);
            if (text[at] != form.Text[i])
                return default;
        }

        return new(at, IsWhole: true);
    }

    private static int MostBreaks(SecretForm form) => form.Text.Length / ShortestLine + 2;

    private static SecretMatch BreakAt(ReadOnlySpan<char> text)
    {
        foreach (var lineBreak in Breaks)
            if (text.StartsWith(lineBreak, StringComparison.Ordinal))
            {
                var rest = text[lineBreak.Length..];
                var indent = rest.IndexOfAnyExcept(' ', '\t');
                var length = indent < 0 ? rest.Length : indent;
                return length <= MostIndent ? new(lineBreak.Length + length, indent >= 0) : default;
            }
            else if (lineBreak.AsSpan().StartsWith(text, StringComparison.Ordinal))
            {
                return new(text.Length, IsWhole: false);
            }

        return default;
    }
}

namespace Pipeline.Foundation.Secrets;

/// <summary>How far the beginning of a text is a spelling of a secret.</summary>
/// <param name="Length">The characters that are; 0 where the text differs.</param>
/// <param name="IsWhole">False where the text ends before the spelling does.</param>
internal readonly record struct SecretMatch(int Length, bool IsWhole)
{
    // Encoders break lines after 64 or 76 digits; some of what they print is broken once more.
    private const int ShortestLine = 32;
    private const int MostIndent = 16;

    private static readonly string[] Breaks = ["\n", "\r\n", "\\n", "\\r\\n"];

    /// <summary>The characters of the longest text that is a spelling.</summary>
    public static int Longest(SecretForm form) =>
        form.Text.Length + (form.MayWrap ? MostBreaks(form) * (Breaks[^1].Length + MostIndent) : 0);

    /// <summary>Holds a text against a spelling; one that may wrap may have line breaks and blanks in it.</summary>
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

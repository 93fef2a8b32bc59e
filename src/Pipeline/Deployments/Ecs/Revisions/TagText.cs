using System.Globalization;
using System.Text;

namespace Pipeline.Deployments.Ecs.Revisions;

/// <summary>
/// Texts as values of AWS tags, which take letters, digits, blanks and some signs alone: every other character is
/// written as in quoted-printable, <c>=XX</c> for each of its bytes. What is too long for a tag is cut off.
/// </summary>
/// <remarks>https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Tag.html</remarks>
internal static class TagText
{
    private const int Longest = 256;
    private const string Signs = " +-._:/@";

    /// <summary>The text as a tag's value.</summary>
    public static string Write(string text)
    {
        var value = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            // A letter beyond the first 65,536 counts as two, of which a value could hold one.
            var written =
                (rune.IsBmp && Rune.IsLetterOrDigit(rune))
                || (rune.IsAscii && Signs.Contains((char)rune.Value, StringComparison.Ordinal))
                    ? $"{rune}"
                    : string.Concat(Encoding.UTF8.GetBytes($"{rune}").Select(part => $"={part:X2}"));
            if (value.Length + written.Length > Longest)
                break;
            value.Append(written);
        }

        return value.ToString();
    }

    /// <summary>The text of a tag's value.</summary>
    public static string Read(string value)
    {
        var bytes = new List<byte>();
        for (var at = 0; at < value.Length; at++)
            if (
                value[at] == '='
                && at + 2 < value.Length
                && byte.TryParse(
                    value.AsSpan(at + 1, 2),
                    NumberStyles.AllowHexSpecifier,
                    CultureInfo.InvariantCulture,
                    out var escaped
                )
            )
            {
                bytes.Add(escaped);
                at += 2;
            }
            else
                bytes.AddRange(Encoding.UTF8.GetBytes(value, at, 1));

        return Encoding.UTF8.GetString([.. bytes]);
    }
}

using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;

namespace Pipeline.Foundation.Secrets;

/// <summary>A spelling of a secret.</summary>
/// <param name="Text">The spelling.</param>
/// <param name="MayWrap">True where line breaks may occur in it.</param>
internal readonly record struct SecretForm(string Text, bool MayWrap);

/// <summary>
/// The spellings of a secret: as it is, its lines one by one, in base64 at any offset and in both alphabets
/// (RFC 4648), in base32 at any offset, in UTF-16 and in the base64 of that, as hexadecimal digits, encoded for a URL,
/// for HTML, and as a part of a JSON string, also of one within another.
/// </summary>
internal static partial class SecretSpellings
{
    /// <summary>The shortest length of a form; shorter ones would redact ordinary words, and protect nothing.</summary>
    public const int Shortest = 6;

    /// <summary>All spellings of a secret; none where it is too short to be one.</summary>
    public static IEnumerable<SecretForm> Of(string secret) =>
        Parts(secret)
            .SelectMany(part =>
                new[] { part }
                    .Concat(Hex(part))
                    .Concat(Url(part))
                    .Concat(Json(part))
                    .Concat(Json(part).SelectMany(Json))
                    .Concat(Utf16(part))
                    .Append(WebUtility.HtmlEncode(part))
                    .Select(form => new SecretForm(form, MayWrap: false))
                    .Concat(Base64(part).Concat(InBase32(part)).SelectMany(Wrapped))
            )
            // Output is searched byte by byte, each as one character, so the encoding does not matter.
            .SelectMany(form =>
                new[] { form, form with { Text = Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(form.Text)) } }
            )
            .Where(form => form.Text.Length >= Shortest)
            .Distinct();

    /// <summary>The lines of a secret that are not ordinary words.</summary>
    public static IEnumerable<string> Lines(string secret) =>
        secret.Split('\n', StringSplitOptions.TrimEntries).Where(line => line.Length >= Shortest);

    private static IEnumerable<string> Parts(string secret)
    {
        var whole = secret.Trim().ReplaceLineEndings("\n");
        return Lines(secret)
            .Concat([whole, whole.ReplaceLineEndings("\r\n")])
            .Where(part => part.Length >= Shortest)
            .Distinct();
    }

    // A line may end after the first digits of a secret; the rest is found without them.
    private static IEnumerable<SecretForm> Wrapped(string digits) =>
        Enumerable
            .Range(0, Shortest)
            .Where(first => first == 0 || digits.Length - first >= 2 * Shortest)
            .Select(first => new SecretForm(digits[first..], MayWrap: true));

    private static IEnumerable<string> Hex(string part)
    {
        var bytes = Encoding.UTF8.GetBytes(part);
        return [Convert.ToHexString(bytes), Convert.ToHexStringLower(bytes)];
    }

    // Each byte as one character, as output is searched.
    private static IEnumerable<string> Utf16(string part) =>
        [
            Encoding.Latin1.GetString(Encoding.Unicode.GetBytes(part)),
            Encoding.Latin1.GetString(Encoding.BigEndianUnicode.GetBytes(part)),
        ];

    private static IEnumerable<string> InBase32(string part)
    {
        var bytes = Encoding.UTF8.GetBytes(part);
        return Enumerable.Range(0, 5).Select(offset => Base32.Inside(bytes, offset));
    }

    // PowerShell takes commands as the base64 of UTF-16.
    private static IEnumerable<string> Base64(string part) =>
        Base64(Encoding.UTF8.GetBytes(part)).Concat(Base64(Encoding.Unicode.GetBytes(part)));

    private static IEnumerable<string> Base64(byte[] bytes) =>
        Enumerable
            .Range(0, 3)
            .Select(offset => Inside(bytes, offset))
            .Append(Convert.ToBase64String(bytes))
            .SelectMany(form => new[] { form, form.Replace('+', '-').Replace('/', '_') });

    // A digit is 6 bits; those at the edges share bits with the surrounding text, and are left out.
    private static string Inside(byte[] bytes, int offset)
    {
        var first = (offset * 8 + 5) / 6;
        var end = (offset + bytes.Length) * 8 / 6;
        return Convert.ToBase64String([.. new byte[offset], .. bytes])[first..end];
    }

    private static IEnumerable<string> Url(string part)
    {
        var strict = Uri.EscapeDataString(part);
        string[] forms =
        [
            strict,
            strict.Replace("%20", "+", StringComparison.Ordinal),
            strict.Replace("%2F", "/", StringComparison.Ordinal),
            WebUtility.UrlEncode(part),
        ];
        return forms.SelectMany(form =>
            new[] { form, Percent().Replace(form, digits => digits.Value.ToLowerInvariant()) }
        );
    }

    private static IEnumerable<string> Json(string part)
    {
        var plain = JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(part);
        var strict = JavaScriptEncoder.Default.Encode(part);
        string[] forms =
        [
            plain,
            strict,
            // The other spelling of a quotation mark, for encoders that write it as a number.
            strict.Replace("\\u0022", "\\\"", StringComparison.Ordinal),
            plain.Replace("/", "\\/", StringComparison.Ordinal),
            // Go's encoder writes exactly these three as numbers.
            HtmlSensitive().Replace(plain, sign => $"\\u{(int)sign.Value[0]:x4}"),
            NotAscii().Replace(plain, sign => $"\\u{(int)sign.Value[0]:x4}"),
        ];
        return forms.SelectMany(form =>
            new[] { form, Number().Replace(form, digits => digits.Value.ToLowerInvariant()) }
        );
    }

    [GeneratedRegex("%[0-9A-F]{2}")]
    private static partial Regex Percent();

    [GeneratedRegex("\\\\u[0-9A-F]{4}")]
    private static partial Regex Number();

    [GeneratedRegex("[<>&]")]
    private static partial Regex HtmlSensitive();

    [GeneratedRegex("[^\\x00-\\x7F]")]
    private static partial Regex NotAscii();
}

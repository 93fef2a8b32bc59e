using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;

namespace Pipeline.Execution;

/// <summary>
/// How a secret may be spelled where it turns up: as it is, its lines one by one, in base64 at any offset and in both alphabets
/// (RFC 4648), encoded for a URL, and as a part of a JSON string.
/// </summary>
internal static partial class SecretForms
{
    /// <summary>Characters of the shortest form; shorter ones would blot out ordinary words, and protect nothing.</summary>
    public const int Shortest = 6;

    /// <summary>All spellings of a secret; none where it is too short to be one.</summary>
    public static IEnumerable<string> Of(string secret) =>
        Parts(secret)
            .SelectMany(part => new[] { part }.Concat(Base64(part)).Concat(Url(part)).Concat(Json(part)))
            // Output is searched byte by byte, each as one character: so it needs no valid encoding.
            .SelectMany(form => new[] { form, Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(form)) })
            .Where(form => form.Length >= Shortest)
            .Distinct();

    private static IEnumerable<string> Parts(string secret) =>
        secret
            .Split('\n', StringSplitOptions.TrimEntries)
            .Append(secret.Trim())
            .Append(secret)
            .Where(part => part.Length >= Shortest)
            .Distinct();

    private static IEnumerable<string> Base64(string part)
    {
        var bytes = Encoding.UTF8.GetBytes(part);
        return Enumerable
            .Range(0, 3)
            .Select(offset => Inside(bytes, offset))
            .Append(Convert.ToBase64String(bytes))
            .SelectMany(form => new[] { form, form.Replace('+', '-').Replace('/', '_') });
    }

    // A digit is 6 bits; those at the edges hold bits of what stands before and after, and are left out.
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
            // The other way to write a quotation mark, for encoders that write it as a number.
            strict.Replace("\\u0022", "\\\"", StringComparison.Ordinal),
            plain.Replace("/", "\\/", StringComparison.Ordinal),
            // Go's encoder spells these three as numbers, and nothing else.
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

using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;

namespace EndToEnd.Tests.Delivery;

/// <summary>Looks for a secret in all of its spellings; knows nothing of how the product does.</summary>
public sealed partial class SecretSearch
{
    private readonly string[] spellings;

    public SecretSearch(string secret)
    {
        var bytes = Encoding.UTF8.GetBytes(secret);
        string[] open =
        [
            secret,
            Uri.EscapeDataString(secret),
            WebUtility.UrlEncode(secret),
            Lower(Uri.EscapeDataString(secret)),
            JavaScriptEncoder.Default.Encode(secret),
            JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(secret),
            WebUtility.HtmlEncode(secret),
            Convert.ToHexString(bytes),
            Convert.ToHexStringLower(bytes),
        ];
        // Of base64 the digits in the middle, which what stands before and after has no part in.
        var digits = Enumerable
            .Range(0, 3)
            .Select(before => Convert.ToBase64String([.. new byte[before], .. bytes, .. new byte[3]]))
            .Select(text => text[8..^8])
            .SelectMany(text => new[] { text, text.Replace('+', '-').Replace('/', '_') });
        spellings = [.. open.Concat(digits).Distinct()];
    }

    /// <summary>The spelling that is in a text, also where its lines were cut; null where there is none.</summary>
    public string? In(string text)
    {
        var joined = Breaks().Replace(text, "");
        return spellings.FirstOrDefault(spelling =>
            text.Contains(spelling, StringComparison.Ordinal) || joined.Contains(spelling, StringComparison.Ordinal)
        );
    }

    /// <summary>
    /// The files below a folder that a spelling is in, or whose name it is in; compressed logs are opened.
    /// </summary>
    public IEnumerable<string> Below(string folder, Func<string, bool> isLookedAt) =>
        Directory
            .EnumerateFiles(
                folder,
                "*",
                new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None }
            )
            .Where(file => isLookedAt(Path.GetRelativePath(folder, file)))
            .Select(file => (file, found: In(file) ?? In(Read(file))))
            .Where(file => file.found is not null)
            .Select(file => $"{file.file}: {file.found}");

    private static string Read(string file)
    {
        var text = Encoding.Latin1.GetString(File.ReadAllBytes(file));
        return file.EndsWith(".html", StringComparison.Ordinal)
            ? text + string.Concat(Packed().Matches(text).Select(block => Unpack(block.Groups["data"].Value)))
            : text;
    }

    private static string Unpack(string data)
    {
        using var gzip = new GZipStream(new MemoryStream(Convert.FromBase64String(data)), CompressionMode.Decompress);
        using var reader = new StreamReader(gzip);
        return reader.ReadToEnd();
    }

    private static string Lower(string text) => Percent().Replace(text, digits => digits.Value.ToLowerInvariant());

    [GeneratedRegex("%[0-9A-F]{2}")]
    private static partial Regex Percent();

    [GeneratedRegex(@"(\r?\n|\\r\\n|\\n)[ \t│]*")]
    private static partial Regex Breaks();

    [GeneratedRegex("<script type=\"text/plain\" id=\"logs-[0-9]+\">(?<data>[^<]+)</script>")]
    private static partial Regex Packed();
}

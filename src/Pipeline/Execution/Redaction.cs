using System.Collections;
using System.Text;

namespace Pipeline.Execution;

/// <summary>Takes secrets out of what is written.</summary>
public sealed class Redaction
{
    // Shorter values would blot out ordinary words, and protect nothing.
    private const int ShortestSecret = 6;

    private static readonly string[] TellingNames =
    [
        "SECRET",
        "TOKEN",
        "PASSWORD",
        "PASSWD",
        "APIKEY",
        "API_KEY",
        "PRIVATE_KEY",
        "CREDENTIAL",
    ];

    private readonly string[] values;

    /// <summary>Knows the given values, and those of environment variables whose name tells that they are secret.</summary>
    public Redaction(IEnumerable<string> secrets)
    {
        var all = secrets.Concat(EnvironmentSecrets()).Where(secret => secret.Length >= ShortestSecret).Distinct();
        // The longest first: a secret that contains another is taken out whole.
        values = [.. all.SelectMany(Forms).Distinct().OrderByDescending(value => value.Length)];
    }

    /// <summary>The text with <c>***</c> in the place of every secret, also where it is encoded as base64 or for a URL.</summary>
    public string Apply(string text) =>
        values.Aggregate(text, (redacted, value) => redacted.Replace(value, "***", StringComparison.Ordinal));

    private static IEnumerable<string> Forms(string secret) =>
        [secret, Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)), Uri.EscapeDataString(secret)];

    private static IEnumerable<string> EnvironmentSecrets() =>
        from DictionaryEntry variable in System.Environment.GetEnvironmentVariables()
        let name = (string)variable.Key
        where TellingNames.Any(part => name.Contains(part, StringComparison.OrdinalIgnoreCase))
        select (string?)variable.Value ?? "";
}

using System.Text.RegularExpressions;
using Pipeline.Execution;

namespace Pipeline.Images.Engines;

/// <summary>
/// Tells from the words of a container engine whether its connection to a registry broke: it has no other way to say so. As in
/// <see cref="Registries.RegistryClient"/>, a refused connection and an unknown host are not among what passes by itself.
/// </summary>
internal static partial class RegistryTrouble
{
    /// <summary>A failure of the type that fits its message.</summary>
    public static StepFailedException Failure(string message) =>
        Passing().IsMatch(message) ? new TransientException(message) : new StepFailedException(message);

    // The words of Go's net and net/http packages, which every engine is built on, and of registries that are busy.
    [GeneratedRegex(
        @"i/o timeout|TLS handshake timeout|context deadline exceeded|connection (reset by peer|timed out)|broken pipe|unexpected EOF|http2: (client|server) connection|server misbehaving|Temporary failure in name resolution|toomanyrequests|\b(429 Too Many Requests|500 Internal Server Error|502 Bad Gateway|503 Service Unavailable|504 Gateway Time-?out)\b",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Passing();
}

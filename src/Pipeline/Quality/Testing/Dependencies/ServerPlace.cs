using System.Security.Cryptography;
using Nuke.Common.IO;

namespace Pipeline.Quality.Testing.Dependencies;

/// <summary>The address, password and data folder of a server.</summary>
/// <param name="Port">A port of the loopback interface that was free.</param>
/// <param name="Password">Generated for this server alone.</param>
/// <param name="Data">A folder of its own, deleted with it.</param>
internal sealed record ServerPlace(int Port, string Password, AbsolutePath Data)
{
    /// <summary>The address.</summary>
    public const string Host = "127.0.0.1";

    /// <summary>Letters and digits alone, which need no escaping in URLs.</summary>
    public static string NewPassword() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>A text with its placeholders replaced.</summary>
    public string Fill(string text) =>
        text.Replace("{port}", $"{Port}", StringComparison.Ordinal)
            .Replace("{host}", Host, StringComparison.Ordinal)
            .Replace("{data}", Data, StringComparison.Ordinal);
}

using System.Security.Cryptography;
using Nuke.Common.IO;

namespace Pipeline.Quality.Testing.Dependencies;

/// <summary>Where a server listens, and what it is entered with.</summary>
/// <param name="Port">A port of the loopback interface that nobody listened on.</param>
/// <param name="Password">Made for this server alone.</param>
/// <param name="Data">A folder of its own, which goes with it.</param>
internal sealed record ServerPlace(int Port, string Password, AbsolutePath Data)
{
    /// <summary>The address.</summary>
    public const string Host = "127.0.0.1";

    /// <summary>Letters and digits alone, so that it can stand in any address.</summary>
    public static string NewPassword() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>A text with the place in it.</summary>
    public string Fill(string text) =>
        text.Replace("{port}", $"{Port}", StringComparison.Ordinal)
            .Replace("{host}", Host, StringComparison.Ordinal)
            .Replace("{data}", Data, StringComparison.Ordinal);
}

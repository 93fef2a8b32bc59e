using System.Security.Cryptography;
using System.Text.Json;
using Nuke.Common.IO;
using Pipeline.Foundation.Files;

namespace Pipeline.Execution.Steps;

/// <summary>
/// A file with a handed-over value: the SHA-256 of what follows, a line feed, and the value as JSON. It is written
/// whole or not at all, and later damage shows in the digest.
/// </summary>
internal static class HandoverFile
{
    private const int DigestLength = SHA256.HashSizeInBytes * 2;

    /// <summary>
    /// Writes a value's JSON. A durable write leaves the old or the new file after a loss of power; another may leave a
    /// damaged one, which is detected when read.
    /// </summary>
    public static void Write(AbsolutePath file, byte[] content, bool durable) =>
        AtomicFile.Write(
            file,
            stream =>
            {
                stream.Write(Digest(content));
                stream.Write("\n"u8);
                stream.Write(content);
            },
            durable
        );

    /// <summary>Reads a value; null where it is unreadable.</summary>
    /// <param name="file">The file.</param>
    /// <param name="warn">Takes the reason why it is unreadable.</param>
    public static T? Read<T>(string file, Action<string> warn)
    {
        try
        {
            var bytes = File.ReadAllBytes(file);
            if (
                bytes.Length <= DigestLength
                || !Digest(bytes.AsSpan(DigestLength + 1)).SequenceEqual(bytes[..DigestLength])
            )
                throw new InvalidDataException("it is damaged");
            return JsonSerializer.Deserialize<T>(bytes.AsSpan(DigestLength + 1));
        }
        catch (Exception damage)
            when (damage is IOException or UnauthorizedAccessException or InvalidDataException or JsonException)
        {
            warn($"warning: {file} is ignored: {damage.Message}; run the step that writes it again");
            return default;
        }
    }

    private static byte[] Digest(ReadOnlySpan<byte> content) =>
        System.Text.Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(content)));
}

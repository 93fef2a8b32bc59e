using System.Security.Cryptography;
using System.Text.Json;
using Nuke.Common.IO;
using Pipeline.Foundation.Files;

namespace Pipeline.Execution.Steps;

/// <summary>
/// A file with a value that was handed over: the SHA-256 of what follows, a line feed, and the value as JSON. It is there whole
/// or not at all, and one that was damaged later is known by its digest.
/// </summary>
internal static class HandoverFile
{
    private const int DigestLength = SHA256.HashSizeInBytes * 2;

    /// <summary>
    /// Writes a value's JSON; where it is durable, there is the old file or the new one after a loss of power, else a damaged one,
    /// which reading it tells.
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

    /// <summary>Reads a value; null where that cannot be done.</summary>
    /// <param name="file">The file.</param>
    /// <param name="warn">Is told why it cannot be read.</param>
    public static T? Read<T>(string file, Action<string> warn)
    {
        try
        {
            var bytes = File.ReadAllBytes(file);
            if (
                bytes.Length <= DigestLength
                || !Digest(bytes.AsSpan(DigestLength + 1)).SequenceEqual(bytes[..DigestLength])
            )
                throw new InvalidDataException("it is not what was written");
            return JsonSerializer.Deserialize<T>(bytes.AsSpan(DigestLength + 1));
        }
        catch (Exception damage)
            when (damage is IOException or UnauthorizedAccessException or InvalidDataException or JsonException)
        {
            warn($"warning: {file} is passed over: {damage.Message}; run the step that makes it again");
            return default;
        }
    }

    private static byte[] Digest(ReadOnlySpan<byte> content) =>
        System.Text.Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(content)));
}

using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Nuke.Common.IO;
using Pipeline.Foundation.Files;

namespace Pipeline.Execution.Steps;

/// <summary>
/// A file with a handed-over value: the SHA-256 of its place and of what follows, a line feed, and the value as JSON.
/// It is written whole or not at all. Damage shows in the digest, and so does a file of another commit, service or
/// step in its place.
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
                stream.Write(Digest(file, content));
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
                || !Digest(file, bytes.AsSpan(DigestLength + 1)).SequenceEqual(bytes[..DigestLength])
            )
                throw new InvalidDataException("it is damaged, or of another commit, service or step");
            return JsonSerializer.Deserialize<T>(bytes.AsSpan(DigestLength + 1));
        }
        catch (Exception damage)
            when (damage is IOException or UnauthorizedAccessException or InvalidDataException or JsonException)
        {
            warn($"warning: {file} is ignored: {damage.Message}; run the step that writes it again");
            return default;
        }
    }

    private static byte[] Digest(string file, ReadOnlySpan<byte> content)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(PlaceOf(file)));
        hash.AppendData(content);
        return Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    // COMMIT/SERVICE/CONTRACT.STEP.json, wherever it is. Values from uncommitted files are in COMMIT-changed.
    private static string PlaceOf(string file) =>
        Path.GetFullPath(file).Split(Path.DirectorySeparatorChar) is [.., var commit, var service, var name]
            ? $"{commit.Split('-')[0]}/{service}/{name}\n"
            : throw new ArgumentException($"{file} is no place of a handed-over value", nameof(file));
}

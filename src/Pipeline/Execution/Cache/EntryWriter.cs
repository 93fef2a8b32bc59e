using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Pipeline.Foundation.Secrets;

namespace Pipeline.Execution.Cache;

/// <summary>Copies files into an entry, and refuses a secret.</summary>
internal sealed class EntryWriter(Stream entry, Redaction redaction)
{
    private const int Chunk = 128 * 1024;

    /// <summary>Appends a file's content.</summary>
    /// <exception cref="SecretInCacheException">There is a secret in it.</exception>
    public CachedFile Append(string file, CacheRoot root, string path)
    {
        using var content = new FileStream(
            file,
            FileMode.Open,
            FileAccess.Read,
            FileShare.ReadWrite | FileShare.Delete,
            0
        );
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var offset = entry.Position;
        var buffer = ArrayPool<byte>.Shared.Rent(Chunk);
        var kept = 0;
        // A secret may span two chunks, so the end of one is searched again with the next.
        while (content.Read(buffer, kept, Chunk - kept) is > 0 and var read)
        {
            hash.AppendData(buffer, kept, read);
            entry.Write(buffer, kept, read);
            if (redaction.Longest == 0)
                continue;
            var text = buffer.AsSpan(0, kept + read);
            Refuse(Encoding.Latin1.GetString(text), path);
            kept = Math.Min(Math.Min(redaction.Longest, Chunk / 2), text.Length);
            text[^kept..].CopyTo(buffer);
        }

        ArrayPool<byte>.Shared.Return(buffer);
        var isExecutable =
            !OperatingSystem.IsWindows()
            && (File.GetUnixFileMode(file) & UnixFileMode.UserExecute) != UnixFileMode.None;
        return new(
            root,
            path,
            isExecutable,
            offset,
            entry.Position - offset,
            Convert.ToHexStringLower(hash.GetHashAndReset())
        );
    }

    /// <summary>Refuses a text with a secret.</summary>
    /// <exception cref="SecretInCacheException">There is a secret in it.</exception>
    public void Refuse(string text, string place)
    {
        if (redaction.Finds(text))
            throw new SecretInCacheException($"{place} has a secret in it");
    }
}

/// <summary>A value to cache holds a secret; the message says where.</summary>
internal sealed class SecretInCacheException(string message) : Exception(message);

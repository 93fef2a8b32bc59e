using System.Buffers;
using System.Security.Cryptography;
using Pipeline.Foundation.Files;

namespace Pipeline.Execution.Cache;

/// <summary>Writes files of an entry to their places, unless they are there already.</summary>
internal sealed class EntryReader(Stream entry, Stamps stamps)
{
    private const int Chunk = 128 * 1024;

    /// <summary>True where a file already has the entry's content.</summary>
    public bool Stands(CachedFile file, string path)
    {
        if (stamps.Match(path, file.Digest))
            return true;
        if (
            new FileInfo(path) is not { Exists: true } found
            || found.Length != file.Length
            || DigestOf(path) != file.Digest
        )
            return false;
        stamps.Note(path, file.Digest);
        return true;
    }

    /// <summary>True where an uncached file is unchanged since the step.</summary>
    public bool Stands(StandingFile file, StepFolders folders)
    {
        if (!folders.AllowStanding(file.Path))
            return false;
        string path = folders[CacheRoot.Service] / file.Path;
        if (stamps.Match(path, file.Digest))
            return true;
        if (!File.Exists(path) || DigestOf(path) != file.Digest)
            return false;
        stamps.Note(path, file.Digest);
        return true;
    }

    /// <summary>Writes a file, after its digest was checked.</summary>
    /// <exception cref="InvalidDataException">The entry is damaged.</exception>
    public void Restore(CachedFile file, string path)
    {
        Write(file, path, [], file.IsExecutable ? FileModes.Program : null);
        stamps.Note(path, file.Digest);
    }

    /// <summary>Writes a log, below a line with its origin; does nothing where that was done before.</summary>
    /// <exception cref="InvalidDataException">The entry is damaged.</exception>
    public void RestoreLog(CachedFile log, string path, string head)
    {
        var mark = $"{log.Digest} {head}";
        if (stamps.Match(path, mark))
            return;
        Write(log, path, System.Text.Encoding.UTF8.GetBytes(head + "\n"), mode: null);
        stamps.Note(path, mark);
    }

    private void Write(CachedFile file, string path, byte[] head, UnixFileMode? mode) =>
        AtomicFile.Write(
            path,
            target =>
            {
                target.Write(head);
                Copy(file, target);
            },
            durable: false,
            mode
        );

    // The file gets its name only after this has finished.
    private void Copy(CachedFile file, Stream target)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(Chunk);
        entry.Position = file.Offset;
        for (var left = file.Length; left > 0; )
        {
            var read = entry.Read(buffer, 0, (int)Math.Min(Chunk, left));
            if (read == 0)
                throw new InvalidDataException("it is incomplete");
            hash.AppendData(buffer, 0, read);
            target.Write(buffer, 0, read);
            left -= read;
        }

        ArrayPool<byte>.Shared.Return(buffer);
        if (Convert.ToHexStringLower(hash.GetHashAndReset()) != file.Digest)
            throw new InvalidDataException($"its {file.Path} is damaged");
    }

    public static string DigestOf(string path)
    {
        using var content = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(content));
    }
}

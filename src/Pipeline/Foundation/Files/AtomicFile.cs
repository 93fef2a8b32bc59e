using System.Text;

namespace Pipeline.Foundation.Files;

/// <summary>
/// Writes files that exist whole or not at all: each is written under a temporary name, then renamed.
/// </summary>
internal static class AtomicFile
{
    /// <summary>The extension of an unfinished file, which a killed process leaves behind.</summary>
    public const string Unfinished = ".part";

    private static int written;

    /// <summary>Writes a file, replacing an existing one.</summary>
    /// <param name="path">The file; its folder is created if missing.</param>
    /// <param name="write">Writes the content.</param>
    /// <param name="durable">True to flush the content to the disk before the rename.</param>
    /// <param name="mode">Its mode from the first byte on, one of <see cref="FileModes"/>; null: the default.</param>
    public static void Write(string path, Action<FileStream> write, bool durable, UnixFileMode? mode = null)
    {
        var part = PartOf(path);
        try
        {
            // A leftover of a process with the same id may have another mode.
            var create = mode is null ? FileMode.Create : FileMode.CreateNew;
            using (var stream = Create(part, new FileStreamOptions { Mode = create }.With(mode)))
            {
                write(stream);
                if (durable)
                    stream.Flush(flushToDisk: true);
            }

            File.Move(part, path, overwrite: true);
        }
        catch
        {
            File.Delete(part);
            throw;
        }
    }

    /// <summary>Writes a text as UTF-8, replacing an existing file.</summary>
    /// <param name="path">The file; its folder is created if missing.</param>
    /// <param name="text">The text.</param>
    /// <param name="mode">Its mode from the first byte on, one of <see cref="FileModes"/>; null: the default.</param>
    public static void Write(string path, string text, UnixFileMode? mode = null) =>
        Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)), durable: false, mode);

    /// <summary>Writes a text as UTF-8 unless the file exists, whichever process wrote it.</summary>
    /// <param name="path">The file; its folder is created if missing.</param>
    /// <param name="text">The text.</param>
    /// <returns>False where it exists; it stays as it is.</returns>
    public static bool TryWrite(string path, string text)
    {
        var part = PartOf(path);
        try
        {
            using (var stream = Create(part, new() { Mode = FileMode.Create }))
                stream.Write(Encoding.UTF8.GetBytes(text));
            return NewName.TryGive(part, path);
        }
        finally
        {
            File.Delete(part);
        }
    }

    /// <summary>
    /// Starts a file that grows, replacing an existing one; it gets its name once its first content is on the disk.
    /// </summary>
    /// <param name="path">The file; its folder is created if missing.</param>
    /// <param name="first">Its first content.</param>
    /// <returns>The open file, unbuffered.</returns>
    public static FileStream Begin(string path, ReadOnlySpan<byte> first)
    {
        var part = PartOf(path);
        FileStream? stream = null;
        try
        {
            stream = Create(
                part,
                new()
                {
                    Mode = FileMode.Create,
                    Share = FileShare.Read | FileShare.Delete,
                    BufferSize = 0,
                }
            );
            stream.Write(first);
            stream.Flush(flushToDisk: true);
            File.Move(part, path, overwrite: true);
            return stream;
        }
        catch
        {
            stream?.Dispose();
            File.Delete(part);
            throw;
        }
    }

    private static string PartOf(string path) =>
        $"{path}.{Environment.ProcessId}-{Interlocked.Increment(ref written)}{Unfinished}";

    private static FileStream Create(string part, FileStreamOptions options)
    {
        options.Access = FileAccess.ReadWrite;
        try
        {
            return new(part, options);
        }
        // .NET says that the file is missing where another writer has just made its folder.
        catch (Exception missing) when (missing is DirectoryNotFoundException or FileNotFoundException)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(part)!);
            return new(part, options);
        }
    }
}

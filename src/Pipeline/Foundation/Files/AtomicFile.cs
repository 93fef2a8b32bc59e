using System.Text;

namespace Pipeline.Foundation.Files;

/// <summary>Writes files that are there whole or not at all: each is written under another name, and gets its own in the end.</summary>
internal static class AtomicFile
{
    /// <summary>The ending of a file that is not whole yet; a killed process leaves it behind.</summary>
    public const string Unfinished = ".part";

    private static int written;

    /// <summary>Writes a file, in the place of one that is there.</summary>
    /// <param name="path">The file; its folder is made where it is missing.</param>
    /// <param name="write">Writes the content.</param>
    /// <param name="durable">True where the name must not reach the disk before the content does.</param>
    /// <param name="mode">Its mode from the first byte on, one of <see cref="FileModes"/>; null: that of any file.</param>
    public static void Write(string path, Action<FileStream> write, bool durable, UnixFileMode? mode = null) =>
        Write(path, write, durable, mode, overwrite: true);

    /// <summary>Writes a text as UTF-8, in the place of a file that is there.</summary>
    /// <param name="path">The file; its folder is made where it is missing.</param>
    /// <param name="text">The text.</param>
    /// <param name="mode">Its mode from the first byte on, one of <see cref="FileModes"/>; null: that of any file.</param>
    public static void Write(string path, string text, UnixFileMode? mode = null) =>
        Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)), durable: false, mode);

    /// <summary>Writes a text as UTF-8 unless there is a file of that name, of this process or of another one.</summary>
    /// <param name="path">The file; its folder is made where it is missing.</param>
    /// <param name="text">The text.</param>
    /// <returns>False where there is one; it stays as it is.</returns>
    public static bool TryWrite(string path, string text)
    {
        try
        {
            Write(
                path,
                stream => stream.Write(Encoding.UTF8.GetBytes(text)),
                durable: false,
                mode: null,
                overwrite: false
            );
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            return false;
        }
    }

    /// <summary>Begins a file that grows, in the place of one that is there; it bears its name once its first content is on the disk.</summary>
    /// <param name="path">The file; its folder is made where it is missing.</param>
    /// <param name="first">What it begins with.</param>
    /// <returns>The file, open for what follows, which is not buffered.</returns>
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

    private static void Write(string path, Action<FileStream> write, bool durable, UnixFileMode? mode, bool overwrite)
    {
        var part = PartOf(path);
        try
        {
            // What a process of the same number has left may have another mode.
            var create = mode is null ? FileMode.Create : FileMode.CreateNew;
            using (var stream = Create(part, new FileStreamOptions { Mode = create }.With(mode)))
            {
                write(stream);
                if (durable)
                    stream.Flush(flushToDisk: true);
            }

            File.Move(part, path, overwrite);
        }
        catch
        {
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
        catch (DirectoryNotFoundException)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(part)!);
            return new(part, options);
        }
    }
}

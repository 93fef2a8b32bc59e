namespace Pipeline.Foundation.Files;

/// <summary>Writes files that are there whole or not at all.</summary>
internal static class AtomicFile
{
    /// <summary>The ending of a file that is not whole yet; a killed process leaves it behind.</summary>
    public const string Unfinished = ".part";

    private static int written;

    /// <summary>Writes a file under another name, and gives it its own in the end.</summary>
    /// <param name="path">The file; its folder is made where it is missing.</param>
    /// <param name="write">Writes the content.</param>
    /// <param name="durable">True where the name must not reach the disk before the content does.</param>
    public static void Write(string path, Action<FileStream> write, bool durable)
    {
        var part = $"{path}.{System.Environment.ProcessId}-{Interlocked.Increment(ref written)}{Unfinished}";
        try
        {
            using (var stream = Create(part))
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

    private static FileStream Create(string part)
    {
        try
        {
            return File.Create(part);
        }
        catch (DirectoryNotFoundException)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(part)!);
            return File.Create(part);
        }
    }
}

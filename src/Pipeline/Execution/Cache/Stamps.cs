using System.Collections.Concurrent;
using System.Text;
using Nuke.Common.IO;
using Pipeline.Foundation.Files;

namespace Pipeline.Execution.Cache;

/// <summary>
/// Remembers the content of files by when they were written and how long they are, so that one that stands as it was need not be
/// read to know it.
/// </summary>
internal sealed class Stamps
{
    private const string Form = "stamps 1";

    private readonly ConcurrentDictionary<string, (FileStamp Stamp, string Digest)> known = new();
    private bool changed;

    /// <summary>Reads what an earlier run remembered; nothing where that is missing or damaged.</summary>
    public static Stamps Read(AbsolutePath file)
    {
        var stamps = new Stamps();
        try
        {
            using var reader = new BinaryReader(new MemoryStream(File.ReadAllBytes(file)), Encoding.UTF8);
            if (reader.ReadString() != Form)
                return stamps;
            for (var left = reader.ReadInt32(); left > 0; left--)
                stamps.known[reader.ReadString()] = (new(reader.ReadInt64(), reader.ReadInt64()), reader.ReadString());
        }
        catch (Exception unreadable)
            when (unreadable is IOException or UnauthorizedAccessException or FormatException or ArgumentException)
        {
            stamps.known.Clear();
        }

        return stamps;
    }

    /// <summary>True where a file is known to stand with a content.</summary>
    /// <param name="path">The file.</param>
    /// <param name="digest">What tells its content from others.</param>
    public bool Match(string path, string digest) =>
        known.TryGetValue(path, out var stamp) && stamp.Digest == digest && Of(path) == stamp.Stamp;

    /// <summary>Remembers a file as it is now.</summary>
    public void Note(string path, string digest)
    {
        if (Of(path) is { } stamp)
            known[path] = (stamp, digest);
        changed = true;
    }

    /// <summary>Writes what is remembered, where that is something new.</summary>
    public void Write(AbsolutePath file)
    {
        if (!changed)
            return;
        AtomicFile.Write(
            file,
            stream =>
            {
                using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
                writer.Write(Form);
                var all = known.ToArray();
                writer.Write(all.Length);
                foreach (var (path, (stamp, digest)) in all)
                {
                    writer.Write(path);
                    writer.Write(stamp.Time);
                    writer.Write(stamp.Length);
                    writer.Write(digest);
                }
            },
            durable: false
        );
    }

    // A link may lead to another file tomorrow.
    private static FileStamp? Of(string path)
    {
        var file = new FileInfo(path);
        return file.Exists && !file.Attributes.HasFlag(FileAttributes.ReparsePoint)
            ? new(file.LastWriteTimeUtc.Ticks, file.Length)
            : null;
    }
}

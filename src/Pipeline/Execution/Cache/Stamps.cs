using System.Collections.Concurrent;
using System.Text;
using Nuke.Common.IO;
using Pipeline.Foundation.Files;

namespace Pipeline.Execution.Cache;

/// <summary>
/// Remembers the digests of files by their time and length, so that an unchanged file need not be
/// read again.
/// </summary>
internal sealed class Stamps
{
    private const string Form = "stamps 1";

    private readonly ConcurrentDictionary<string, (FileStamp Stamp, string Digest)> known = new();
    private bool changed;

    /// <summary>Reads what an earlier run remembered; a missing or damaged file counts as empty.</summary>
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

    /// <summary>True where a file is known to have a content.</summary>
    /// <param name="path">The file.</param>
    /// <param name="digest">The digest of the content.</param>
    public bool Match(string path, string digest) =>
        known.TryGetValue(path, out var stamp) && stamp.Digest == digest && Of(path) == stamp.Stamp;

    /// <summary>Remembers a file's current content.</summary>
    public void Note(string path, string digest)
    {
        if (Of(path) is { } stamp)
            known[path] = (stamp, digest);
        changed = true;
    }

    /// <summary>Writes what is remembered, where something is new.</summary>
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

    // The target of a link may change.
    private static FileStamp? Of(string path)
    {
        var file = new FileInfo(path);
        return file.Exists && !file.Attributes.HasFlag(FileAttributes.ReparsePoint)
            ? new(file.LastWriteTimeUtc.Ticks, file.Length)
            : null;
    }
}

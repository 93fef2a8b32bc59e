using System.Collections.Concurrent;
using Nuke.Common.IO;
using Pipeline.Foundation.Files;

namespace Pipeline.Execution.Cache;

/// <summary>When a file was written and how long it is, which is taken to identify the content of a tool.</summary>
/// <param name="Time">In ticks, UTC; 0 where there is no such file.</param>
/// <param name="Length">In bytes; 0 for a folder.</param>
internal readonly record struct FileStamp(long Time, long Length)
{
    /// <summary>The stamp of a file or folder, or of the final target of a link.</summary>
    public static FileStamp Of(string path)
    {
        FileSystemInfo info = new FileInfo(path);
        if (info.Attributes != (FileAttributes)(-1) && info.Attributes.HasFlag(FileAttributes.ReparsePoint))
            info = info.ResolveLinkTarget(returnFinalTarget: true) ?? info;
        return info switch
        {
            FileInfo { Exists: true } file => new(file.LastWriteTimeUtc.Ticks, file.Length),
            _ when Directory.Exists(info.FullName) => new(Directory.GetLastWriteTimeUtc(info.FullName).Ticks, 0),
            _ => default,
        };
    }
}

/// <summary>A file or folder, and its stamp at some time.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Stamp">The stamp.</param>
internal sealed record StampedPath(string Path, FileStamp Stamp);

/// <summary>The version that a tool reported.</summary>
/// <param name="Program">The program at that time.</param>
/// <param name="Watched">What else must be unchanged since.</param>
/// <param name="Version">Its output.</param>
internal sealed record ToolFact(FileStamp Program, ImmutableArray<StampedPath> Watched, string Version);

/// <summary>The known versions of tools, kept in a file from run to run.</summary>
internal sealed class KnownTools
{
    private const string Form = "tools 1";

    private readonly ConcurrentDictionary<string, ToolFact> facts = new();
    private bool changed;

    /// <summary>Reads a file; a missing or damaged one counts as empty.</summary>
    public static KnownTools Read(AbsolutePath file)
    {
        var known = new KnownTools();
        try
        {
            using var reader = new BinaryReader(new MemoryStream(File.ReadAllBytes(file)));
            if (reader.ReadString() != Form)
                return known;
            for (var left = reader.ReadInt32(); left > 0; left--)
                known.facts[reader.ReadString()] = new(ReadStamp(reader), ReadWatched(reader), reader.ReadString());
        }
        catch (Exception unreadable)
            when (unreadable is IOException or UnauthorizedAccessException or FormatException or ArgumentException)
        {
            known.facts.Clear();
        }

        return known;
    }

    /// <summary>The known answer to a probe, unless something has changed since; else null.</summary>
    internal string? Find(string question, FileStamp program) =>
        facts.TryGetValue(question, out var fact)
        && fact.Program == program
        && fact.Watched.All(watched => FileStamp.Of(watched.Path) == watched.Stamp)
            ? fact.Version
            : null;

    internal void Add(string question, ToolFact fact)
    {
        facts[question] = fact;
        changed = true;
    }

    /// <summary>Writes them where there is a new one.</summary>
    public void Write(AbsolutePath file)
    {
        if (changed)
            AtomicFile.Write(file, Write, durable: false);
    }

    private void Write(FileStream stream)
    {
        using var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true);
        writer.Write(Form);
        var all = facts.ToArray();
        writer.Write(all.Length);
        foreach (var (question, fact) in all)
        {
            writer.Write(question);
            Write(writer, fact.Program);
            writer.Write(fact.Watched.Length);
            foreach (var (path, stamp) in fact.Watched)
            {
                writer.Write(path);
                Write(writer, stamp);
            }

            writer.Write(fact.Version);
        }
    }

    private static ImmutableArray<StampedPath> ReadWatched(BinaryReader reader)
    {
        var watched = ImmutableArray.CreateBuilder<StampedPath>();
        for (var left = reader.ReadInt32(); left > 0; left--)
            watched.Add(new(reader.ReadString(), ReadStamp(reader)));
        return watched.ToImmutable();
    }

    private static FileStamp ReadStamp(BinaryReader reader) => new(reader.ReadInt64(), reader.ReadInt64());

    private static void Write(BinaryWriter writer, FileStamp stamp)
    {
        writer.Write(stamp.Time);
        writer.Write(stamp.Length);
    }
}

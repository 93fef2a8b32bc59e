using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Pipeline.Execution.Steps;

namespace Pipeline.Execution.Cache;

/// <summary>
/// The file of an entry: the contents of its files one after another, then an index of them and of all else, and at the
/// very end the index's length, its SHA-256, and a magic number. A truncated file lacks the end; damage shows in a
/// digest.
/// </summary>
internal static class EntryFile
{
    private const int EndLength = sizeof(int) + SHA256.HashSizeInBytes + 8;

    // One read returns the end and nearly every index.
    private const int FirstRead = 4096;

    private static ReadOnlySpan<byte> Mark => "pl-step1"u8;

    /// <summary>Writes the end of an entry, behind the contents of its files.</summary>
    public static void WriteIndex(Stream stream, CacheEntry entry)
    {
        using var index = new MemoryStream();
        using (var writer = new BinaryWriter(index, Encoding.UTF8, leaveOpen: true))
            Write(writer, entry);

        Span<byte> end = stackalloc byte[EndLength];
        var content = index.GetBuffer().AsSpan(0, (int)index.Length);
        BinaryPrimitives.WriteInt32LittleEndian(end, content.Length);
        SHA256.HashData(content, end[sizeof(int)..]);
        Mark.CopyTo(end[^Mark.Length..]);
        stream.Write(content);
        stream.Write(end);
    }

    /// <summary>Reads an entry, without the contents of its files.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static CacheEntry Read(Stream stream)
    {
        var last = new byte[(int)Math.Min(FirstRead, stream.Length)];
        stream.Position = stream.Length - last.Length;
        stream.ReadExactly(last);
        if (last.Length < EndLength || !last.AsSpan().EndsWith(Mark))
            throw new InvalidDataException("it is truncated, or of another format");

        var end = last.AsSpan(last.Length - EndLength);
        var length = BinaryPrimitives.ReadInt32LittleEndian(end);
        if (length < 0 || length > stream.Length - EndLength)
            throw new InvalidDataException("it is damaged");

        var content = new byte[length];
        if (length <= last.Length - EndLength)
            last.AsSpan(last.Length - EndLength - length, length).CopyTo(content);
        else
        {
            stream.Position = stream.Length - EndLength - length;
            stream.ReadExactly(content);
        }

        if (!SHA256.HashData(content).AsSpan().SequenceEqual(end.Slice(sizeof(int), SHA256.HashSizeInBytes)))
            throw new InvalidDataException("it is damaged");
        try
        {
            using var reader = new BinaryReader(new MemoryStream(content), Encoding.UTF8);
            return Read(reader, stream.Length - EndLength - length);
        }
        catch (Exception broken)
            when (broken is EndOfStreamException or ArgumentException or FormatException or OverflowException)
        {
            throw new InvalidDataException("its format is unknown", broken);
        }
    }

    private static void Write(BinaryWriter writer, CacheEntry entry)
    {
        writer.Write(entry.Key);
        writer.Write(entry.Started.UtcTicks);
        writer.Write(entry.Duration.Ticks);
        writer.Write(entry.Reason is not null);
        writer.Write(entry.Reason ?? "");
        Write(writer, entry.Log);
        writer.Write(entry.Files.Length);
        foreach (var file in entry.Files)
            Write(writer, file);
        writer.Write(entry.Values.Length);
        foreach (var value in entry.Values)
        {
            writer.Write(value.Contract);
            writer.Write(value.Json.Length);
            writer.Write(value.Json);
        }

        writer.Write(entry.Standing.Length);
        foreach (var file in entry.Standing)
        {
            writer.Write(file.Path);
            writer.Write(file.Digest);
        }
    }

    private static void Write(BinaryWriter writer, CachedFile file)
    {
        writer.Write((byte)file.Root);
        writer.Write(file.Path);
        writer.Write(file.IsExecutable);
        writer.Write(file.Offset);
        writer.Write(file.Length);
        writer.Write(file.Digest);
    }

    private static CacheEntry Read(BinaryReader reader, long contents)
    {
        var entry = new CacheEntry
        {
            Key = reader.ReadString(),
            Started = new(reader.ReadInt64(), TimeSpan.Zero),
            Duration = new(reader.ReadInt64()),
            Reason = reader.ReadBoolean() ? reader.ReadString() : Skip(reader),
            Log = ReadFile(reader),
            Files = Several(reader, () => ReadFile(reader)),
            Values = Several(reader, () => new SerializedValue(reader.ReadString(), ReadBytes(reader))),
            Standing = Several(reader, () => new StandingFile(reader.ReadString(), reader.ReadString())),
        };
        return entry
            .Files.Append(entry.Log)
            .All(file => file.Offset >= 0 && file.Length >= 0 && file.Offset <= contents - file.Length)
            ? entry
            : throw new InvalidDataException("it is incomplete");
    }

    private static string? Skip(BinaryReader reader)
    {
        reader.ReadString();
        return null;
    }

    private static CachedFile ReadFile(BinaryReader reader) =>
        new(
            (CacheRoot)reader.ReadByte(),
            reader.ReadString(),
            reader.ReadBoolean(),
            reader.ReadInt64(),
            reader.ReadInt64(),
            reader.ReadString()
        );

    private static byte[] ReadBytes(BinaryReader reader)
    {
        var length = reader.ReadInt32();
        var bytes = reader.ReadBytes(length);
        return bytes.Length == length ? bytes : throw new EndOfStreamException();
    }

    private static ImmutableArray<T> Several<T>(BinaryReader reader, Func<T> read)
    {
        var count = reader.ReadInt32();
        var items = ImmutableArray.CreateBuilder<T>();
        for (; count > 0; count--)
            items.Add(read());
        return items.ToImmutable();
    }
}

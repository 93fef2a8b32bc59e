using System.Security.Cryptography;
using System.Text;

namespace Pipeline.Foundation.Files;

/// <summary>
/// A persistent cache of pure functions, kept in one file from run to run. Where it is
/// lost, damaged, or of another build, everything is computed again.
/// </summary>
internal sealed class Memo
{
    /// <summary>The size in bytes above which unused entries are dropped.</summary>
    public const int Limit = 16 * 1024 * 1024;

    private const int ChecksumLength = SHA256.HashSizeInBytes;

    private readonly string path;
    private readonly byte[] start;
    private readonly Func<string, bool> holdsSecret;
    private readonly byte[] content;
    private readonly Dictionary<string, Entry> kept = [];
    private readonly Dictionary<string, byte[]> learnt = [];
    private readonly Lock gate = new();

    private Memo(string path, byte[] head, byte[] content, Func<string, bool>? holdsSecret)
    {
        this.path = path;
        start = head;
        this.holdsSecret = holdsSecret ?? (_ => false);
        this.content = content;
    }

    /// <summary>Reads a file; a missing or damaged one, or one of another build, counts as empty.</summary>
    /// <param name="path">The file.</param>
    /// <param name="holdsSecret">
    /// True for a text with a secret, which must not be written; null: no text has one.
    /// </param>
    public static Memo Read(string path, Func<string, bool>? holdsSecret = null) => Read(path, OwnCode.Id, holdsSecret);

    // A function of another build may return something else, in another format.
    internal static Memo Read(string path, string code, Func<string, bool>? holdsSecret = null)
    {
        var head = Encoding.ASCII.GetBytes($"memo 1 {code}");
        try
        {
            return Parse(path, head, File.ReadAllBytes(path), holdsSecret) ?? new(path, head, [], holdsSecret);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return new(path, head, [], holdsSecret);
        }
    }

    /// <summary>The value of a function for an input, from an earlier run where it is known.</summary>
    /// <param name="input">Everything that the value depends on, except the code.</param>
    /// <param name="codec">How the value is written and read.</param>
    /// <param name="compute">The function; exceptions and null are not cached.</param>
    /// <typeparam name="T">The value's type.</typeparam>
    public T? Of<T>(ReadOnlySpan<byte> input, MemoCodec<T> codec, Func<T?> compute)
        where T : class
    {
        var key = KeyOf(input);
        if (Find(key) is { } reader)
            using (reader)
                return codec.Read(reader);

        if (compute() is not { } value)
            return null;
        using var bytes = new MemoryStream();
        using (var writer = new BinaryWriter(bytes, Encoding.UTF8, leaveOpen: true))
            codec.Write(writer, value);
        if (!holdsSecret(Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length)))
            lock (gate)
                learnt[key] = bytes.ToArray();
        return value;
    }

    /// <summary>
    /// Writes new values, where the folder of artifacts exists: commands that only read leave no folder behind.
    /// </summary>
    /// <param name="artifacts">The folder of artifacts, which the file lies in.</param>
    public void Write(string artifacts)
    {
        if (learnt.Count == 0 || !Directory.Exists(artifacts))
            return;
        try
        {
            AtomicFile.Write(path, Write, durable: false);
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            // Then it is computed another time.
        }
    }

    private static Memo? Parse(string path, byte[] head, byte[] content, Func<string, bool>? holdsSecret)
    {
        if (
            content.Length < head.Length + ChecksumLength
            || !content.AsSpan().StartsWith(head)
            || !SHA256
                .HashData(content.AsSpan(..^ChecksumLength))
                .AsSpan()
                .SequenceEqual(content.AsSpan(^ChecksumLength..))
        )
            return null;

        var memo = new Memo(path, head, content, holdsSecret);
        using var reader = memo.ReaderOf(head.Length, content.Length - ChecksumLength - head.Length);
        while (reader.BaseStream.Position < reader.BaseStream.Length)
        {
            var key = reader.ReadString();
            var length = reader.ReadInt32();
            memo.kept[key] = new(head.Length + (int)reader.BaseStream.Position, length);
            reader.BaseStream.Position += length;
        }

        return memo;
    }

    private BinaryReader? Find(string key)
    {
        if (!kept.TryGetValue(key, out var entry))
            return null;
        entry.IsUsed = true;
        return ReaderOf(entry.Start, entry.Length);
    }

    private BinaryReader ReaderOf(int start, int length) =>
        new(new MemoryStream(content, start, length), Encoding.UTF8);

    private void Write(FileStream stream)
    {
        var isFull = content.Length + learnt.Values.Sum(value => (long)value.Length) > Limit;
        using var whole = new MemoryStream();
        using var writer = new BinaryWriter(whole, Encoding.UTF8);
        writer.Write(start);
        foreach (var (key, entry) in kept.Where(entry => !learnt.ContainsKey(entry.Key)))
            if (entry.IsUsed || !isFull)
                Append(key, content.AsSpan(entry.Start, entry.Length));
        foreach (var (key, value) in learnt)
            Append(key, value);

        var bytes = whole.GetBuffer().AsSpan(0, (int)whole.Length);
        stream.Write(bytes);
        stream.Write(SHA256.HashData(bytes));

        void Append(string key, ReadOnlySpan<byte> value)
        {
            writer.Write(key);
            writer.Write(value.Length);
            writer.Write(value);
        }
    }

    // Half of a SHA-256 is enough to rule out accidental collisions.
    private static string KeyOf(ReadOnlySpan<byte> input) =>
        Convert.ToHexStringLower(SHA256.HashData(input).AsSpan(..(SHA256.HashSizeInBytes / 2)));

    private sealed class Entry(int start, int length)
    {
        public int Start => start;

        public int Length => length;

        public bool IsUsed { get; set; }
    }
}

/// <summary>Writes and reads values of a type.</summary>
/// <param name="Write">Writes a value.</param>
/// <param name="Read">Reads what <paramref name="Write"/> wrote.</param>
/// <typeparam name="T">The type.</typeparam>
internal sealed record MemoCodec<T>(Action<BinaryWriter, T> Write, Func<BinaryReader, T> Read);

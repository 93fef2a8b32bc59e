using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Pipeline.Planning;

/// <summary>Names everything that a step's result depends on: equal keys, equal inputs.</summary>
/// <param name="Value">64 hexadecimal digits.</param>
public readonly record struct ContentKey(string Value)
{
    /// <summary>The digits.</summary>
    public override string ToString() => Value;
}

/// <summary>
/// Makes a key of texts: the SHA-256 of each one's length and bytes, so that no two different lists of texts give one key.
/// </summary>
public sealed class ContentKeyBuilder
{
    private readonly ArrayBufferWriter<byte> bytes = new(512);

    /// <summary>Adds a text; none is something else than an empty one.</summary>
    public ContentKeyBuilder Add(string? text)
    {
        var length = text is null ? -1 : Encoding.UTF8.GetByteCount(text);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.GetSpan(sizeof(int)), length);
        bytes.Advance(sizeof(int));
        if (length > 0)
            Encoding.UTF8.GetBytes(text, bytes);
        return this;
    }

    /// <summary>Adds texts as one list, with their number.</summary>
    public ContentKeyBuilder Add(ImmutableArray<string> texts)
    {
        Add(texts.Length.ToString());
        foreach (var text in texts)
            Add(text);
        return this;
    }

    /// <summary>The key of what was added so far.</summary>
    public ContentKey ToKey() => new(Convert.ToHexStringLower(SHA256.HashData(bytes.WrittenSpan)));
}

using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Pipeline.Planning;

/// <summary>A hash of everything that a step's result depends on: equal keys mean equal inputs.</summary>
/// <param name="Value">64 hexadecimal digits.</param>
public readonly record struct ContentKey(string Value)
{
    /// <summary>The digits.</summary>
    public override string ToString() => Value;
}

/// <summary>
/// Builds a key from texts: the SHA-256 over the length and bytes of each, so different lists give different keys.
/// </summary>
public sealed class ContentKeyBuilder
{
    private const int FirstLength = 1024;
    private const int MostBytesOfCharacter = 3;

    // A run makes tens of thousands of keys; a buffer for each would be garbage to collect.
    private byte[] bytes = ArrayPool<byte>.Shared.Rent(FirstLength);
    private int length;

    /// <summary>Adds a text; null differs from an empty one.</summary>
    public ContentKeyBuilder Add(string? text)
    {
        Reserve(sizeof(int) + ((text?.Length ?? 0) * MostBytesOfCharacter));
        var place = bytes.AsSpan(length);
        var written = Encoding.UTF8.GetBytes(text, place[sizeof(int)..]);
        BinaryPrimitives.WriteInt32LittleEndian(place, text is null ? -1 : written);
        length += sizeof(int) + written;
        return this;
    }

    /// <summary>Adds a list of texts, with its length.</summary>
    public ContentKeyBuilder Add(ImmutableArray<string> texts)
    {
        Add(texts.Length.ToString());
        foreach (var text in texts)
            Add(text);
        return this;
    }

    /// <summary>The key of everything that was added. It can be taken once.</summary>
    /// <exception cref="ObjectDisposedException">The key was taken before.</exception>
    public ContentKey ToKey()
    {
        ObjectDisposedException.ThrowIf(bytes.Length == 0, this);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes.AsSpan(0, length), hash);
        ArrayPool<byte>.Shared.Return(bytes);
        bytes = [];
        length = 0;
        return new(Convert.ToHexStringLower(hash));
    }

    private void Reserve(int more)
    {
        ObjectDisposedException.ThrowIf(bytes.Length == 0, this);
        if (bytes.Length - length >= more)
            return;

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(bytes.Length * 2, length + more));
        bytes.AsSpan(0, length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(bytes);
        bytes = larger;
    }
}

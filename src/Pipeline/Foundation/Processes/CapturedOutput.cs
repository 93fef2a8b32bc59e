using System.Text;

namespace Pipeline.Foundation.Processes;

/// <summary>One of a program's output streams: passed on as it arrives, and kept up to a limit for parsing.</summary>
internal sealed class CapturedOutput(IOutputTarget target)
{
    /// <summary>The limit in characters. Real reports are far below it.</summary>
    public const int Limit = 32 * 1024 * 1024;

    private const int Chunk = 32 * 1024;

    private readonly Decoder decoder = Encoding.UTF8.GetDecoder();
    private readonly char[] characters = new char[Chunk + 2];
    private StringBuilder? kept = new();

    /// <summary>All output; null where it exceeded the limit.</summary>
    public string? Text => field ??= kept?.ToString().TrimStart('\uFEFF');

    /// <summary>Reads a stream to its end.</summary>
    public async Task Take(Stream stream, CancellationToken cancellation)
    {
        var buffer = new byte[Chunk];
        try
        {
            while (await stream.ReadAsync(buffer, cancellation) is > 0 and var count)
            {
                target.Write(buffer.AsSpan(0, count));
                Keep(buffer.AsSpan(0, count), isEnd: false);
            }

            Keep([], isEnd: true);
        }
        finally
        {
            target.Complete();
        }
    }

    private void Keep(ReadOnlySpan<byte> bytes, bool isEnd)
    {
        if (kept is null)
            return;

        kept.Append(characters, 0, decoder.GetChars(bytes, characters, isEnd));
        if (kept.Length > Limit)
            kept = null;
    }
}

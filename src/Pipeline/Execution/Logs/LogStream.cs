using System.Buffers;
using System.Text;
using Pipeline.Foundation.Processes;
using Pipeline.Foundation.Secrets;

namespace Pipeline.Execution.Logs;

/// <summary>
/// One of the streams into a log: redacts secrets, also those that arrive in pieces, and passes on whole lines.
/// It buffers no more than the beginning of a line and of a secret.
/// </summary>
internal sealed class LogStream(Redaction redaction, LogStream.Sink sink) : IOutputTarget
{
    /// <summary>Characters of a line that are buffered until its end; a longer line is passed on in pieces.</summary>
    public const int SaneLine = 64 * 1024;

    private readonly ArrayBufferWriter<char> incoming = new();
    private readonly ArrayBufferWriter<char> redacted = new();
    private int covered;

    /// <summary>Takes redacted text, each byte as one character.</summary>
    public delegate void Sink(ReadOnlySpan<char> text);

    /// <inheritdoc />
    public void Write(ReadOnlySpan<byte> bytes)
    {
        Encoding.Latin1.GetChars(bytes, incoming);
        var text = incoming.WrittenSpan;
        PassOn(text, redaction.Undecided(text));

        var lines = redacted.WrittenSpan;
        var whole = lines.LastIndexOf('\n') + 1;
        Flush(lines.Length - whole > SaneLine ? lines.Length : whole);
    }

    /// <inheritdoc />
    public void Complete()
    {
        PassOn(incoming.WrittenSpan, incoming.WrittenCount);
        Flush(redacted.WrittenCount);
    }

    private void PassOn(ReadOnlySpan<char> text, int end)
    {
        covered = redaction.Apply(text, covered, end, redacted);
        Keep(incoming, end);
    }

    private void Flush(int end)
    {
        if (end == 0)
            return;
        sink(redacted.WrittenSpan[..end]);
        Keep(redacted, end);
    }

    private static void Keep(ArrayBufferWriter<char> buffer, int from)
    {
        var rest = buffer.WrittenSpan[from..];
        buffer.ResetWrittenCount();
        // Both share one array.
        rest.CopyTo(buffer.GetSpan(rest.Length));
        buffer.Advance(rest.Length);
    }
}

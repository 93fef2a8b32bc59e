using System.Buffers;
using System.Text;

namespace Pipeline.Foundation.Secrets;

/// <summary>Text that somebody reads, without its secrets, also those that are written in pieces.</summary>
/// <param name="redaction">Knows the secrets.</param>
/// <param name="target">Takes the text. What may be the beginning of a secret is held back until it is decided, or flushed.</param>
public sealed class RedactedOutput(Task<Redaction> redaction, TextWriter target) : TextWriter
{
    private readonly Lock gate = new();
    private readonly ArrayBufferWriter<char> redacted = new();
    private readonly StringBuilder incoming = new();
    private int covered;

    /// <inheritdoc />
    public override Encoding Encoding => target.Encoding;

    private Redaction Redaction => redaction.GetAwaiter().GetResult();

    /// <summary>Takes secrets out of whatever this process writes to its standard output and error.</summary>
    /// <param name="secrets">Values that must not be written; those of telling environment variables are known beside them.</param>
    public static void Install(IEnumerable<string> secrets)
    {
        // Spelling the secrets out takes a moment, in which nothing is written yet.
        var redaction = Task.Run(() => new Redaction(secrets));
        Console.SetOut(new RedactedOutput(redaction, Whole(Console.Out, Console.OpenStandardOutput())));
        Console.SetError(new RedactedOutput(redaction, Whole(Console.Error, Console.OpenStandardError())));
    }

    // The console's own writers pass on 256 characters at a time, of which a preview of a thousand services has over a thousand.
    private static StreamWriter Whole(TextWriter console, Stream stream) =>
        new(stream, console.Encoding, bufferSize: 16 * 1024) { AutoFlush = true };

    /// <inheritdoc />
    public override void Write(char value) => Write([value]);

    /// <inheritdoc />
    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    /// <inheritdoc />
    public override void Write(string? value) => Write(value.AsSpan());

    /// <inheritdoc />
    public override void WriteLine(string? value) => Write($"{value}{NewLine}");

    /// <inheritdoc />
    public override void Write(ReadOnlySpan<char> buffer)
    {
        lock (gate)
        {
            // Mostly nothing was held back, and a long text need not be copied.
            var text = incoming.Length == 0 ? buffer : incoming.Append(buffer).ToString();
            PassOn(text, Redaction.Undecided(text));
        }
    }

    /// <inheritdoc />
    public override void Flush()
    {
        lock (gate)
            PassOn(incoming.ToString(), incoming.Length);
        target.Flush();
    }

    private void PassOn(ReadOnlySpan<char> text, int end)
    {
        covered = Redaction.Apply(text, covered, end, redacted);
        target.Write(redacted.WrittenSpan);
        redacted.ResetWrittenCount();
        incoming.Clear().Append(text[end..]);
    }
}

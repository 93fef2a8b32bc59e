using System.Buffers;
using System.Text;

namespace Pipeline.Foundation.Secrets;

/// <summary>A writer that redacts secrets, also those written in pieces.</summary>
/// <param name="redaction">Knows the secrets.</param>
/// <param name="target">
/// Takes the text. The possible beginning of a secret is held back until it is decided, or flushed.
/// </param>
internal sealed class RedactedOutput(Task<Redaction> redaction, TextWriter target) : TextWriter
{
    private readonly Lock gate = new();
    private readonly ArrayBufferWriter<char> redacted = new();
    private readonly StringBuilder incoming = new();
    private int covered;

    /// <inheritdoc />
    public override Encoding Encoding => target.Encoding;

    private Redaction Redaction => redaction.GetAwaiter().GetResult();

    /// <summary>Redacts secrets in this process's standard output and error.</summary>
    /// <param name="secrets">
    /// Values that must not be written, in addition to environment variables with telling names.
    /// </param>
    /// <param name="stated">What is in plain text anyway, and no secret.</param>
    public static void Install(IEnumerable<string> secrets, Func<IReadOnlyCollection<string>> stated)
    {
        // Computing all spellings takes a moment, during which nothing is written yet.
        var redaction = Task.Run(() => new Redaction(secrets, stated()));
        Console.SetOut(new RedactedOutput(redaction, Whole(Console.Out, StandardStream.Output)));
        Console.SetError(new RedactedOutput(redaction, Whole(Console.Error, StandardStream.Error)));
    }

    // The console's own writers pass on 256 characters at a time: over a thousand writes for a preview of a thousand
    // services.
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
            // Usually nothing was held back, and a long text need not be copied.
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

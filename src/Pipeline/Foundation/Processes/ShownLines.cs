using System.Text;

namespace Pipeline.Foundation.Processes;

/// <summary>Shows output in a format for programs, a line at a time.</summary>
/// <param name="show">Converts a line; null drops it.</param>
/// <param name="write">Takes the converted line.</param>
internal sealed class ShownLines(Func<string, string?> show, Action<string> write) : IOutputTarget
{
    /// <summary>Characters of a line that are shown; the rest of a longer one is counted.</summary>
    public const int SaneLine = 1024 * 1024;

    private readonly Decoder decoder = Encoding.UTF8.GetDecoder();
    private readonly StringBuilder line = new();
    private long excess;

    /// <inheritdoc />
    public void Write(ReadOnlySpan<byte> bytes)
    {
        var characters = new char[Encoding.UTF8.GetMaxCharCount(bytes.Length)];
        var text = characters.AsSpan(0, decoder.GetChars(bytes, characters, flush: false));
        while (text.IndexOf('\n') is >= 0 and var end)
        {
            Append(text[..end]);
            End();
            text = text[(end + 1)..];
        }

        Append(text);
    }

    /// <inheritdoc />
    public void Complete()
    {
        if (line.Length > 0)
            End();
    }

    private void Append(ReadOnlySpan<char> text)
    {
        var taken = Math.Min(text.Length, SaneLine - line.Length);
        line.Append(text[..taken]);
        excess += text.Length - taken;
    }

    private void End()
    {
        if (show(line.ToString().Trim('\uFEFF').TrimEnd('\r')) is { } shown)
            write(excess == 0 ? shown : $"{shown} … and {excess} more characters");
        line.Clear();
        excess = 0;
    }
}

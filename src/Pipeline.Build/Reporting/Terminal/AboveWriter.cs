using System.Text;

namespace Pipeline.Build.Reporting.Terminal;

/// <summary>Replaces standard output while a region is painted: whole lines go above it.</summary>
/// <param name="region">The region.</param>
internal sealed class AboveWriter(LiveRegion region) : TextWriter
{
    private readonly Lock gate = new();
    private readonly StringBuilder unfinished = new();

    /// <inheritdoc />
    public override Encoding Encoding => Encoding.UTF8;

    /// <inheritdoc />
    public override void Write(char value) => Write([value]);

    /// <inheritdoc />
    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    /// <inheritdoc />
    public override void Write(string? value) => Write(value.AsSpan());

    /// <inheritdoc />
    public override void WriteLine(string? value) => Write($"{value}\n");

    /// <inheritdoc />
    public override void Write(ReadOnlySpan<char> buffer)
    {
        lock (gate)
        {
            unfinished.Append(buffer);
            if (!buffer.Contains('\n'))
                return;

            var lines = unfinished.ToString().Split('\n');
            unfinished.Clear().Append(lines[^1]);
            region.WriteAbove(lines[..^1].Select(line => line.TrimEnd('\r')));
        }
    }

    /// <summary>The text since the last whole line.</summary>
    public string TakeRest()
    {
        lock (gate)
        {
            var rest = unfinished.ToString();
            unfinished.Clear();
            return rest;
        }
    }
}

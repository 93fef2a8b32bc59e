#nullable disable annotations

namespace Nuke.Common.Utilities;

/// <summary>Writes lines at the depth of the block that they stand in.</summary>
public class CustomFileWriter(StreamWriter streamWriter, int indentationFactor, string commentPrefix)
{
    private int _depth;

    /// <summary>Writes a line; none at all writes an empty one.</summary>
    public void WriteLine(string text = null) =>
        streamWriter.WriteLine(text is null ? string.Empty : new string(' ', _depth * indentationFactor) + text);

    /// <summary>Writes a comment of one line.</summary>
    public void WriteComment(string text = null) => WriteLine($"{commentPrefix} {text}".TrimEnd());

    /// <summary>Hands itself to <paramref name="writer"/>.</summary>
    public void Write(Action<CustomFileWriter> writer) => writer(this);

    /// <summary>Goes one block deeper until the result is disposed of.</summary>
    public IDisposable Indent() => new Bracket(() => _depth++, () => _depth--);
}

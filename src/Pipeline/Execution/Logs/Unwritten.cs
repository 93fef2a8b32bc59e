using Pipeline.Foundation.Processes;

namespace Pipeline.Execution.Logs;

/// <summary>The log of a program that nobody reads.</summary>
internal sealed class Unwritten : ICommandLog, IOutputTarget
{
    private Unwritten() { }

    /// <summary>The log.</summary>
    public static Unwritten Log { get; } = new();

    /// <inheritdoc />
    public string Location => "no log";

    /// <inheritdoc />
    public void Write(string line) { }

    /// <inheritdoc />
    public IOutputTarget Stream() => this;

    /// <inheritdoc />
    public void Write(ReadOnlySpan<byte> bytes) { }

    /// <inheritdoc />
    public void Complete() { }
}

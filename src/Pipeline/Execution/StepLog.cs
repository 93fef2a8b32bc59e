using Nuke.Common.IO;

namespace Pipeline.Execution;

/// <summary>The log of a step: a file, written as lines come in.</summary>
public sealed class StepLog : IAsyncDisposable
{
    private readonly Redaction redaction;
    private readonly Lock gate = new();
    private StreamWriter? writer;

    internal StepLog(AbsolutePath file, Redaction redaction)
    {
        File = file;
        this.redaction = redaction;
    }

    /// <summary>Where it is.</summary>
    public AbsolutePath File { get; }

    /// <summary>Writes a line, without any secret that is in it.</summary>
    public void Write(string line)
    {
        lock (gate)
            writer?.WriteLine(redaction.Apply(line));
    }

    /// <summary>Writes all that is left.</summary>
    public async ValueTask DisposeAsync()
    {
        StreamWriter? open;
        lock (gate)
            (open, writer) = (writer, null);
        if (open is not null)
            await open.DisposeAsync();
    }

    internal void Open()
    {
        Directory.CreateDirectory(File.Parent!);
        writer = new(File, append: false) { NewLine = "\n", AutoFlush = true };
    }
}

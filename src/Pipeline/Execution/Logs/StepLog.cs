using System.Buffers;
using System.Text;
using Nuke.Common.IO;
using Pipeline.Foundation.Processes;
using Pipeline.Foundation.Secrets;

namespace Pipeline.Execution.Logs;

/// <summary>The log of a step: a file, written as output arrives, and always complete.</summary>
public sealed class StepLog : ICommandLog, IAsyncDisposable
{
    private readonly Redaction redaction;
    private readonly Lock gate = new();
    private FileStream? file;
    private object? unfinished;

    internal StepLog(AbsolutePath file, Redaction redaction)
    {
        File = file;
        this.redaction = redaction;
    }

    /// <summary>Where it is.</summary>
    public AbsolutePath File { get; }

    string ICommandLog.Location => File;

    /// <summary>Writes a line, without secrets.</summary>
    public void Write(string line) => Append(this, Encoding.UTF8.GetBytes(redaction.Apply(line) + "\n"));

    /// <summary>Writes all that is left.</summary>
    public async ValueTask DisposeAsync()
    {
        FileStream? open;
        lock (gate)
            (open, file) = (file, null);
        if (open is not null)
            await open.DisposeAsync();
    }

    internal void Open()
    {
        Directory.CreateDirectory(File.Parent!);
        // Unbuffered: a reader sees everything at once, and a killed run loses nothing.
        file = new(File, FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
    }

    /// <summary>A stream of output that goes to the log as it is, except for secrets.</summary>
    internal LogStream Stream()
    {
        var bytes = new ArrayBufferWriter<byte>();
        return new(
            redaction,
            text =>
            {
                bytes.ResetWrittenCount();
                Encoding.Latin1.GetBytes(text, bytes);
                Append(bytes, bytes.WrittenSpan);
            }
        );
    }

    IOutputTarget ICommandLog.Stream() => Stream();

    // An unfinished line of another source stays a line of its own.
    private void Append(object source, ReadOnlySpan<byte> bytes)
    {
        lock (gate)
        {
            if (unfinished is not null && unfinished != source)
                file?.Write("\n"u8);
            file?.Write(bytes);
            unfinished = bytes is [.., (byte)'\n'] ? null : source;
        }
    }
}

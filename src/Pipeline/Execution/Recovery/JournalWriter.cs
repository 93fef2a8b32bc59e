using System.Threading.Channels;
using Nuke.Common.IO;
using Pipeline.Foundation.Files;

namespace Pipeline.Execution.Recovery;

/// <summary>
/// Writes the journal of a run, so that it can be resumed: a line for each start and end of a step, on the disk
/// soon after. Steps do not wait for it. A journal that cannot be written causes a warning and does not end the run.
/// </summary>
internal sealed class JournalWriter : IAsyncDisposable
{
    private readonly Channel<JournalLine> lines = Channel.CreateUnbounded<JournalLine>(new() { SingleReader = true });
    private readonly Task writing;

    private JournalWriter(Func<FileStream> open)
    {
        try
        {
            var stream = open();
            writing = Task.Run(() => Write(stream));
        }
        catch (Exception failure) when (IsTrouble(failure))
        {
            Fail(failure);
            writing = Task.CompletedTask;
        }
    }

    /// <summary>Why the journal, or a part of it, could not be written; null where it could.</summary>
    public string? Trouble { get; private set; }

    /// <summary>
    /// Starts the journal of a run, replacing an earlier one; returns once its first line is on the disk.
    /// </summary>
    public static JournalWriter Begin(AbsolutePath file, JournalLine first) => new(() => Create(file, first));

    /// <summary>Continues the journal of the run being resumed; returns once the first lines are on the disk.</summary>
    /// <param name="file">The journal.</param>
    /// <param name="length">The length of its whole lines; the rest is cut off.</param>
    /// <param name="first">The first lines to add.</param>
    public static JournalWriter Continue(AbsolutePath file, long length, IEnumerable<JournalLine> first) =>
        new(() =>
        {
            var stream = new FileStream(file, FileMode.Open, FileAccess.Write, FileShare.Read, bufferSize: 0);
            stream.SetLength(length);
            stream.Position = length;
            stream.Write([.. first.SelectMany(line => line.ToBytes())]);
            stream.Flush(flushToDisk: true);
            return stream;
        });

    /// <summary>Adds a line.</summary>
    public void Add(JournalLine line) => lines.Writer.TryWrite(line);

    /// <summary>Waits until all lines are written.</summary>
    public async ValueTask DisposeAsync()
    {
        lines.Writer.TryComplete();
        await writing;
    }

    // The old journal stays until the new one has its first line. Where that fails, the old one must not pass for it.
    private static FileStream Create(AbsolutePath file, JournalLine first)
    {
        try
        {
            return AtomicFile.Begin(file, first.ToBytes());
        }
        catch
        {
            File.Delete(file);
            throw;
        }
    }

    private async Task Write(FileStream stream)
    {
        try
        {
            await using var _ = stream;
            var batch = new MemoryStream();
            while (await lines.Reader.WaitToReadAsync())
            {
                batch.SetLength(0);
                while (lines.Reader.TryRead(out var line))
                    batch.Write(line.ToBytes());
                stream.Write(batch.GetBuffer().AsSpan(0, (int)batch.Length));
                // Lines added meanwhile are flushed together.
                stream.Flush(flushToDisk: true);
            }
        }
        catch (Exception failure) when (IsTrouble(failure))
        {
            Fail(failure);
        }
    }

    private void Fail(Exception failure)
    {
        Trouble = $"the journal cannot be written, so that --resume would repeat steps: {failure.Message}";
        lines.Writer.TryComplete();
    }

    private static bool IsTrouble(Exception failure) => failure is IOException or UnauthorizedAccessException;
}

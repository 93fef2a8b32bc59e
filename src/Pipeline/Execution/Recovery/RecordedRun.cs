using Nuke.Common.IO;
using Pipeline.Execution.Steps;

namespace Pipeline.Execution.Recovery;

/// <summary>A run, read from its journal up to the last whole line.</summary>
internal sealed class RecordedRun
{
    private readonly Dictionary<StepKey, RecordedStep> ended = [];
    private readonly HashSet<StepKey> started = [];

    private RecordedRun(JournalLine first) => (Header, Begun) = (first.Run!, first.At);

    /// <summary>What it works on, and how.</summary>
    public JournalHeader Header { get; }

    /// <summary>When it began.</summary>
    public DateTimeOffset Begun { get; }

    /// <summary>The length of all whole lines, in bytes.</summary>
    public long Length { get; private set; }

    /// <summary>The steps that have ended.</summary>
    public IReadOnlyDictionary<StepKey, RecordedStep> Ended => ended;

    /// <summary>The steps that had started when the run was killed.</summary>
    public IEnumerable<StepKey> Unfinished => started;

    /// <summary>True where a journal's run has not ended by itself; only the last line is read.</summary>
    public static bool WasKilled(AbsolutePath journal)
    {
        const int Longest = 4096;
        if (!File.Exists(journal))
            return false;

        using var stream = File.OpenRead(journal);
        stream.Position = Math.Max(0, stream.Length - Longest);
        var bytes = new byte[Longest];
        var tail = bytes.AsSpan(0, stream.ReadAtLeast(bytes, Longest, throwOnEndOfStream: false));
        if (tail is not [.., (byte)'\n'])
            return true;

        var line = tail[(tail[..^1].LastIndexOf((byte)'\n') + 1)..];
        return !JournalLine.TellsTheEnd(line);
    }

    /// <summary>Reads a journal; null where there is none of this version.</summary>
    public static RecordedRun? Read(AbsolutePath file)
    {
        if (!File.Exists(file))
            return null;

        var bytes = File.ReadAllBytes(file);
        RecordedRun? run = null;
        IReadOnlyDictionary<string, string> changes = ImmutableDictionary<string, string>.Empty;
        for (var start = 0; bytes.AsSpan(start).IndexOf((byte)'\n') is var length and >= 0; start += length + 1)
        {
            // Lines after a torn one do not count.
            if (JournalLine.Parse(bytes.AsSpan(start, length)) is not { } line)
                break;
            if (run is null && line.Run?.Schema != JournalHeader.CurrentSchema)
                return null;
            run ??= new(line);
            changes = line.Changes ?? changes;
            run.Take(line, changes);
            run.Length = start + length + 1;
        }

        return run;
    }

    private void Take(JournalLine line, IReadOnlyDictionary<string, string> changes)
    {
        if (line is not { Target: { } target, Service: { } service })
            return;

        var key = new StepKey(target, service);
        if (line.Event == JournalEvent.Started)
        {
            started.Add(key);
            ended.Remove(key);
        }
        else if (line is { Event: JournalEvent.Ended, Status: { } status })
        {
            started.Remove(key);
            ended[key] = new(new(status, line.Reason), changes);
        }
    }
}

/// <summary>A step that has ended.</summary>
/// <param name="Result">How it ended.</param>
/// <param name="Changes">The uncommitted changes at that time.</param>
internal sealed record RecordedStep(StepResult Result, IReadOnlyDictionary<string, string> Changes);

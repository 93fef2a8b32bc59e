using Nuke.Common.IO;
using Pipeline.Execution.Steps;
using Pipeline.Planning;

namespace Pipeline.Execution.Recovery;

/// <summary>Writes the events of a run to its journal.</summary>
internal sealed class Journal(JournalWriter writer) : IAsyncDisposable
{
    /// <summary>Why the journal could not be written; null where it could.</summary>
    public string? Trouble => writer.Trouble;

    /// <summary>The path of a workspace's journal.</summary>
    public static AbsolutePath In(AbsolutePath artifacts) => artifacts / "journal.jsonl";

    /// <summary>Starts a run's journal, or continues that of the run being resumed.</summary>
    /// <param name="scope">What the run works on.</param>
    /// <param name="header">Describes it.</param>
    /// <param name="resumed">The run being resumed; null for a new one.</param>
    public static Journal Open(IRunScope scope, JournalHeader header, Resumption? resumed)
    {
        var changes = ChangedFiles.Stamp(scope.Source);
        var file = In(scope.Artifacts);
        if (resumed is null)
            return new(
                JournalWriter.Begin(
                    file,
                    new(JournalEvent.Begun, DateTimeOffset.UtcNow) { Run = header, Changes = changes }
                )
            );

        var resumes = new JournalLine(JournalEvent.Resumed, DateTimeOffset.UtcNow) { Changes = changes };
        // Steps that must run again no longer count as done, even if this run does not reach them.
        return new(JournalWriter.Continue(file, resumed.Run.Length, [resumes, .. resumed.Stale.Select(Start)]));
    }

    /// <summary>A step starts.</summary>
    public void Started(StepKey step) => writer.Add(Start(step));

    /// <summary>A step has ended.</summary>
    public void Ended(Step step) =>
        writer.Add(
            new(JournalEvent.Ended, DateTimeOffset.UtcNow)
            {
                Target = step.Key.Target,
                Service = step.Key.Service,
                Status = step.Result.Status,
                Reason = step.Result.Reason,
                DurationMs = (long)step.Duration.TotalMilliseconds,
                Attempts = step.Attempts > 1 ? step.Attempts : null,
            }
        );

    /// <summary>The run has ended by itself; returns once that is written.</summary>
    public async ValueTask DisposeAsync()
    {
        writer.Add(new(JournalEvent.Finished, DateTimeOffset.UtcNow));
        await writer.DisposeAsync();
    }

    private static JournalLine Start(StepKey step) =>
        new(JournalEvent.Started, DateTimeOffset.UtcNow) { Target = step.Target, Service = step.Service };
}

using Pipeline.Execution.Steps;

namespace Pipeline.Build.Reporting.Html;

/// <summary>What became different since the run before.</summary>
/// <param name="Changes">The steps that differ: the new failures first, then by how much time they gained or lost.</param>
public sealed record RunComparison(ImmutableArray<StepChange> Changes)
{
    /// <summary>A difference below this many milliseconds is no change of speed: machines vary by as much.</summary>
    public const long LeastMs = 500;

    /// <summary>A difference below this share of the earlier duration is no change of speed: machines vary by as much.</summary>
    public const double LeastShare = 0.2;

    /// <summary>Compares the steps that both runs have, and names those that only one has.</summary>
    public static RunComparison Of(ImmutableArray<ReportStep> steps, PreviousRun previous)
    {
        var before = previous.Steps.ToDictionary(step => step.Key);
        var changes = new List<StepChange>();
        foreach (var step in steps)
            if (!before.Remove(step.Key, out var earlier))
                changes.Add(new(step.Key, ChangeKind.Added, null, step.DurationMs));
            else if (Kind(step, earlier) is { } kind)
                changes.Add(new(step.Key, kind, earlier.DurationMs, step.DurationMs));
        changes.AddRange(
            before.Values.Select(step => new StepChange(step.Key, ChangeKind.Removed, step.DurationMs, null))
        );
        return new([
            .. changes.OrderBy(change => change.Kind).ThenByDescending(change => Math.Abs(change.DifferenceMs)),
        ]);
    }

    private static ChangeKind? Kind(ReportStep step, PreviousStep earlier)
    {
        if (step.Status == StepStatus.Failed != (earlier.Status == StepStatus.Failed))
            return step.Status == StepStatus.Failed ? ChangeKind.NewFailure
                : step.Status is StepStatus.Passed or StepStatus.Cached ? ChangeKind.Fixed
                : null;

        // A replayed or skipped step says nothing about the speed of the work.
        var difference = step.DurationMs - earlier.DurationMs;
        return step.Status != StepStatus.Passed
            || earlier.Status != StepStatus.Passed
            || Math.Abs(difference) < LeastMs
            || Math.Abs(difference) < earlier.DurationMs * LeastShare
                ? null
            : difference > 0 ? ChangeKind.Slower
            : ChangeKind.Faster;
    }
}

/// <summary>A step that differs from the run before.</summary>
/// <param name="Key">Which one.</param>
/// <param name="Kind">In which way.</param>
/// <param name="BeforeMs">How long it took then, in milliseconds; null where it was not part of that run.</param>
/// <param name="NowMs">How long it takes now, in milliseconds; null where it is not part of this run.</param>
public sealed record StepChange(StepKey Key, ChangeKind Kind, long? BeforeMs, long? NowMs)
{
    /// <summary>How much longer it takes, in milliseconds; negative where it became faster.</summary>
    public long DifferenceMs => (NowMs ?? 0) - (BeforeMs ?? 0);
}

/// <summary>In which way a step differs from the run before, in the order in which it matters.</summary>
public enum ChangeKind
{
    /// <summary>It fails, and did not.</summary>
    NewFailure,

    /// <summary>It failed, and does no more.</summary>
    Fixed,

    /// <summary>It takes markedly longer.</summary>
    Slower,

    /// <summary>It takes markedly less time.</summary>
    Faster,

    /// <summary>It was not part of the run before.</summary>
    Added,

    /// <summary>It is no longer part of the run.</summary>
    Removed,
}

using Pipeline.Execution.Steps;

namespace Pipeline.Build.Reporting.Html;

/// <summary>The differences from the previous run.</summary>
/// <param name="Changes">The steps that differ: new failures first, then by change in duration.</param>
internal sealed record RunComparison(ImmutableArray<StepChange> Changes)
{
    /// <summary>A difference below this many milliseconds is noise.</summary>
    public const long LeastMs = 500;

    /// <summary>A difference below this share of the earlier duration is noise.</summary>
    public const double LeastShare = 0.2;

    /// <summary>Compares the steps of both runs, and lists those that only one has.</summary>
    public static RunComparison Of(ImmutableArray<ReportStep> steps, PreviousRun previous)
    {
        var before = previous.Steps.ToDictionary(step => step.Key);
        var changes = new List<StepChange>();
        foreach (var step in steps)
            if (!before.Remove(step.Key, out var earlier))
                changes.Add(new(step.Key, DifferenceKind.Added, null, step.DurationMs));
            else if (Kind(step, earlier) is { } kind)
                changes.Add(new(step.Key, kind, earlier.DurationMs, step.DurationMs));
        changes.AddRange(
            before.Values.Select(step => new StepChange(step.Key, DifferenceKind.Removed, step.DurationMs, null))
        );
        return new([
            .. changes.OrderBy(change => change.Kind).ThenByDescending(change => Math.Abs(change.DifferenceMs)),
        ]);
    }

    private static DifferenceKind? Kind(ReportStep step, PreviousStep earlier)
    {
        if (step.Status == StepStatus.Failed != (earlier.Status == StepStatus.Failed))
            return step.Status == StepStatus.Failed ? DifferenceKind.NewFailure
                : step.Status is StepStatus.Passed or StepStatus.Cached ? DifferenceKind.Fixed
                : null;

        // A replayed or skipped step says nothing about the speed of the work.
        var difference = step.DurationMs - earlier.DurationMs;
        return step.Status != StepStatus.Passed
            || earlier.Status != StepStatus.Passed
            || Math.Abs(difference) < LeastMs
            || Math.Abs(difference) < earlier.DurationMs * LeastShare
                ? null
            : difference > 0 ? DifferenceKind.Slower
            : DifferenceKind.Faster;
    }
}

/// <summary>A step that differs from the previous run.</summary>
/// <param name="Key">Which one.</param>
/// <param name="Kind">The kind of difference.</param>
/// <param name="BeforeMs">Its previous duration, in milliseconds; null where it was not part of that run.</param>
/// <param name="NowMs">Its current duration, in milliseconds; null where it is not part of this run.</param>
internal sealed record StepChange(StepKey Key, DifferenceKind Kind, long? BeforeMs, long? NowMs)
{
    /// <summary>The change in duration, in milliseconds; negative where it became faster.</summary>
    public long DifferenceMs => (NowMs ?? 0) - (BeforeMs ?? 0);
}

/// <summary>The kinds of differences from the previous run, the most important first.</summary>
public enum DifferenceKind
{
    /// <summary>It fails now, and did not before.</summary>
    NewFailure,

    /// <summary>It no longer fails.</summary>
    Fixed,

    /// <summary>It is noticeably slower.</summary>
    Slower,

    /// <summary>It is noticeably faster.</summary>
    Faster,

    /// <summary>It was not part of the previous run.</summary>
    Added,

    /// <summary>It is no longer part of the run.</summary>
    Removed,
}

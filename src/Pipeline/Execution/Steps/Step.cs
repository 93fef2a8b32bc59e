using Pipeline.Execution.Logs;

namespace Pipeline.Execution.Steps;

/// <summary>One target for one service.</summary>
/// <param name="Target">The target's name, as on the command line.</param>
/// <param name="Service">The service's name.</param>
public sealed record StepKey(string Target, string Service)
{
    /// <summary>The form that messages use.</summary>
    public override string ToString() => $"{Target} {Service}";
}

/// <summary>A step that has ended.</summary>
/// <param name="Key">Which one.</param>
/// <param name="Result">How it ended, and why.</param>
/// <param name="Started">When it started; for a blocked step, when it was blocked.</param>
/// <param name="Duration">How long it ran.</param>
internal sealed record Step(StepKey Key, StepResult Result, DateTimeOffset Started, TimeSpan Duration)
{
    /// <summary>The number of attempts; more than one only after transient failures.</summary>
    public int Attempts { get; init; } = 1;
}

/// <summary>How a step ended, from the best to the worst.</summary>
public enum StepStatus
{
    /// <summary>It ran, and what it checks holds.</summary>
    Passed,

    /// <summary>An equal step passed before, and its result was replayed.</summary>
    Cached,

    /// <summary>It could not run, and the environment allows that; the reason is stated.</summary>
    Skipped,

    /// <summary>It never started, because a step that it needs did not pass, or the run was ended.</summary>
    Blocked,

    /// <summary>It ran, and what it checks does not hold; or it could not run where it must.</summary>
    Failed,
}

/// <summary>How a step ended, and why.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Reason">A note; always stated for a skip, a block and a failure.</param>
public sealed record StepResult(StepStatus Status, string? Reason = null)
{
    /// <summary>
    /// A note, without terminal escapes: it may quote a program or a server. Always stated for a skip, a block and a
    /// failure.
    /// </summary>
    public string? Reason { get; init; } = PlainText.Of(Reason);

    /// <summary>It ran, without a note.</summary>
    public static StepResult Passed { get; } = new(StepStatus.Passed);

    /// <summary>True where later steps may run.</summary>
    public bool LetsContinue => Status is StepStatus.Passed or StepStatus.Cached or StepStatus.Skipped;

    /// <summary>It ran, with a note.</summary>
    public static StepResult PassedWith(string note) => new(StepStatus.Passed, note);

    /// <summary>It could not run, and may be skipped.</summary>
    public static StepResult Skipped(string reason) => new(StepStatus.Skipped, reason);

    /// <summary>It did not pass.</summary>
    public static StepResult Failed(string reason) => new(StepStatus.Failed, reason);

    /// <summary>It never started.</summary>
    public static StepResult Blocked(string reason) => new(StepStatus.Blocked, reason);
}

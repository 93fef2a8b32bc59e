namespace Pipeline.Execution.Steps;

/// <summary>One target for one service.</summary>
/// <param name="Target">The target's name, as on the command line.</param>
/// <param name="Service">The service's name.</param>
public sealed record StepKey(string Target, string Service)
{
    /// <summary>The form that messages use.</summary>
    public override string ToString() => $"{Target} {Service}";
}

/// <summary>A step that has come to its end.</summary>
/// <param name="Key">Which one.</param>
/// <param name="Result">How it ended, and why.</param>
/// <param name="Started">When it began; for a blocked step, when that was known.</param>
/// <param name="Duration">How long it ran.</param>
public sealed record Step(StepKey Key, StepResult Result, DateTimeOffset Started, TimeSpan Duration)
{
    /// <summary>How often it was tried; more than once only where the network, or the like, got in its way.</summary>
    public int Attempts { get; init; } = 1;
}

/// <summary>How a step ended, from the best to the worst.</summary>
public enum StepStatus
{
    /// <summary>It ran, and what it checks holds.</summary>
    Passed,

    /// <summary>An equal step passed before, and its outcome was taken over.</summary>
    Cached,

    /// <summary>It could not run, and the environment allows that; the reason is stated.</summary>
    Skipped,

    /// <summary>It never started, because a step that it needs did not pass or the run was ended.</summary>
    Blocked,

    /// <summary>It ran, and what it checks does not hold; or it could not run where it has to.</summary>
    Failed,
}

/// <summary>How a step ended, and why.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Reason">What there is to say beyond that: always stated for a skip, a block and a failure.</param>
public sealed record StepResult(StepStatus Status, string? Reason = null)
{
    /// <summary>It ran, and there is no more to say.</summary>
    public static StepResult Passed { get; } = new(StepStatus.Passed);

    /// <summary>True where the steps after it may go on.</summary>
    public bool LetsContinue => Status is StepStatus.Passed or StepStatus.Cached or StepStatus.Skipped;

    /// <summary>It ran, and this came of it.</summary>
    public static StepResult PassedWith(string note) => new(StepStatus.Passed, note);

    /// <summary>It could not run, and may be left out.</summary>
    public static StepResult Skipped(string reason) => new(StepStatus.Skipped, reason);

    /// <summary>It did not pass.</summary>
    public static StepResult Failed(string reason) => new(StepStatus.Failed, reason);

    /// <summary>It never started.</summary>
    public static StepResult Blocked(string reason) => new(StepStatus.Blocked, reason);
}

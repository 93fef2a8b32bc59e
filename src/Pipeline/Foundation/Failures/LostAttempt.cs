namespace Pipeline.Foundation.Failures;

/// <summary>A failed attempt that is followed by another one.</summary>
/// <param name="Number">The attempt, from 1.</param>
/// <param name="Pause">The pause before the next one.</param>
/// <param name="Failure">Why it failed.</param>
internal sealed record LostAttempt(int Number, TimeSpan Pause, Exception Failure);

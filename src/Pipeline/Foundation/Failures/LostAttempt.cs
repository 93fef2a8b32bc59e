namespace Pipeline.Foundation.Failures;

/// <summary>An attempt that was lost, with another one to follow.</summary>
/// <param name="Number">Which one it was, from 1.</param>
/// <param name="Pause">How long after it the next one begins.</param>
/// <param name="Failure">What it was lost to.</param>
internal sealed record LostAttempt(int Number, TimeSpan Pause, Exception Failure);

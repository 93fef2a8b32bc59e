namespace Pipeline.Foundation.Failures;

/// <summary>
/// Fails the step for a transient reason, such as a broken connection: another attempt may succeed, and is made
/// where the target declares retries.
/// </summary>
public sealed class TransientException(string reason, TimeSpan? retryAfter = null, Exception? inner = null)
    : StepFailedException(reason, inner)
{
    /// <summary>How long the server asked to wait; null where it did not say.</summary>
    public TimeSpan? RetryAfter => retryAfter;
}

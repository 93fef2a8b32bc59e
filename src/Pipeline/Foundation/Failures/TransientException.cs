namespace Pipeline.Foundation.Failures;

/// <summary>
/// Ends a step as failed by something that passes, such as a broken connection: another attempt can succeed, and is made
/// where the target declares that it may be.
/// </summary>
public sealed class TransientException(string reason, TimeSpan? retryAfter = null, Exception? inner = null)
    : StepFailedException(reason, inner)
{
    /// <summary>How long the server asked to be left alone; null where it did not say.</summary>
    public TimeSpan? RetryAfter => retryAfter;
}

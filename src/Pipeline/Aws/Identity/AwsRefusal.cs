using Amazon.Runtime;
using Pipeline.Foundation.Failures;

namespace Pipeline.Aws.Identity;

/// <summary>The failures of AWS's clients, as those of steps.</summary>
internal static class AwsRefusal
{
    // Throttling comes with status 400, after the SDK's own retries.
    private static readonly string[] Throttling = ["ThrottlingException", "Throttling", "RequestLimitExceeded"];

    /// <summary>True for what the SDK throws: it throws AmazonClientException where it finds no credentials.</summary>
    public static bool Is(Exception failure) =>
        failure is AmazonServiceException or AmazonClientException or HttpRequestException;

    /// <summary>The step's failure: transient where another attempt may succeed.</summary>
    /// <param name="failure">What the SDK threw.</param>
    /// <param name="message">The sentence for it.</param>
    public static StepFailedException Of(Exception failure, string message) =>
        IsPassing(failure) ? new TransientException(message) : new StepFailedException(message);

    private static bool IsPassing(Exception failure) =>
        failure switch
        {
            AmazonServiceException refusal when Throttling.Contains(refusal.ErrorCode) => true,
            AmazonServiceException refusal => FailureClassification.KindOf(refusal.StatusCode) == FailureKind.Transient,
            _ => FailureClassification.KindOf(failure) != FailureKind.Permanent,
        };
}

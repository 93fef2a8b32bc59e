using System.Net;
using Amazon.Runtime;

namespace Amazon.ECR;

/// <summary>An error that the service answered. Errors that the service model names have a type of their own.</summary>
public class AmazonECRException : AmazonServiceException
{
    /// <summary>An error with a message alone.</summary>
    public AmazonECRException(string message)
        : base(message) { }

    /// <summary>An error with the error that caused it.</summary>
    public AmazonECRException(string message, Exception innerException)
        : base(message, innerException) { }

    /// <summary>An error as it was read from a response.</summary>
    public AmazonECRException(
        string message,
        Exception innerException,
        ErrorType errorType,
        string errorCode,
        string requestId,
        HttpStatusCode statusCode
    )
        : base(message, innerException, errorType, errorCode, requestId, statusCode) { }
}

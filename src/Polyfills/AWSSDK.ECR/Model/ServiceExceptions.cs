using System.Net;
using Amazon.Runtime;

namespace Amazon.ECR.Model;

/// <summary>The service itself failed.</summary>
public class ServerException : AmazonECRException
{
    /// <inheritdoc />
    public ServerException(string message)
        : base(message) { }

    /// <inheritdoc />
    public ServerException(string message, Exception innerException)
        : base(message, innerException) { }

    /// <inheritdoc />
    public ServerException(
        string message,
        Exception innerException,
        ErrorType errorType,
        string errorCode,
        string requestId,
        HttpStatusCode statusCode
    )
        : base(message, innerException, errorType, errorCode, requestId, statusCode) { }
}

/// <summary>A parameter is not as the service expects it.</summary>
public class InvalidParameterException : AmazonECRException
{
    /// <inheritdoc />
    public InvalidParameterException(string message)
        : base(message) { }

    /// <inheritdoc />
    public InvalidParameterException(string message, Exception innerException)
        : base(message, innerException) { }

    /// <inheritdoc />
    public InvalidParameterException(
        string message,
        Exception innerException,
        ErrorType errorType,
        string errorCode,
        string requestId,
        HttpStatusCode statusCode
    )
        : base(message, innerException, errorType, errorCode, requestId, statusCode) { }
}

/// <summary>A limit of the registry is reached.</summary>
public class LimitExceededException : AmazonECRException
{
    /// <inheritdoc />
    public LimitExceededException(string message)
        : base(message) { }

    /// <inheritdoc />
    public LimitExceededException(string message, Exception innerException)
        : base(message, innerException) { }

    /// <inheritdoc />
    public LimitExceededException(
        string message,
        Exception innerException,
        ErrorType errorType,
        string errorCode,
        string requestId,
        HttpStatusCode statusCode
    )
        : base(message, innerException, errorType, errorCode, requestId, statusCode) { }
}

/// <summary>The encryption key of AWS KMS cannot be used.</summary>
public class KmsException : AmazonECRException
{
    /// <inheritdoc />
    public KmsException(string message)
        : base(message) { }

    /// <inheritdoc />
    public KmsException(string message, Exception innerException)
        : base(message, innerException) { }

    /// <inheritdoc />
    public KmsException(
        string message,
        Exception innerException,
        ErrorType errorType,
        string errorCode,
        string requestId,
        HttpStatusCode statusCode
    )
        : base(message, innerException, errorType, errorCode, requestId, statusCode) { }
}

/// <summary>The request contradicts itself or what there is.</summary>
public class ValidationException : AmazonECRException
{
    /// <inheritdoc />
    public ValidationException(string message)
        : base(message) { }

    /// <inheritdoc />
    public ValidationException(string message, Exception innerException)
        : base(message, innerException) { }

    /// <inheritdoc />
    public ValidationException(
        string message,
        Exception innerException,
        ErrorType errorType,
        string errorCode,
        string requestId,
        HttpStatusCode statusCode
    )
        : base(message, innerException, errorType, errorCode, requestId, statusCode) { }
}

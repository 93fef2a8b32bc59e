using System.Net;
using Amazon.Runtime;

namespace Amazon.ECR.Model;

/// <summary>The registry has no repository of that name.</summary>
public class RepositoryNotFoundException : AmazonECRException
{
    /// <inheritdoc />
    public RepositoryNotFoundException(string message)
        : base(message) { }

    /// <inheritdoc />
    public RepositoryNotFoundException(string message, Exception innerException)
        : base(message, innerException) { }

    /// <inheritdoc />
    public RepositoryNotFoundException(
        string message,
        Exception innerException,
        ErrorType errorType,
        string errorCode,
        string requestId,
        HttpStatusCode statusCode
    )
        : base(message, innerException, errorType, errorCode, requestId, statusCode) { }
}

/// <summary>The registry has a repository of that name already.</summary>
public class RepositoryAlreadyExistsException : AmazonECRException
{
    /// <inheritdoc />
    public RepositoryAlreadyExistsException(string message)
        : base(message) { }

    /// <inheritdoc />
    public RepositoryAlreadyExistsException(string message, Exception innerException)
        : base(message, innerException) { }

    /// <inheritdoc />
    public RepositoryAlreadyExistsException(
        string message,
        Exception innerException,
        ErrorType errorType,
        string errorCode,
        string requestId,
        HttpStatusCode statusCode
    )
        : base(message, innerException, errorType, errorCode, requestId, statusCode) { }
}

/// <summary>An AWS tag is not as the service expects it.</summary>
public class InvalidTagParameterException : AmazonECRException
{
    /// <inheritdoc />
    public InvalidTagParameterException(string message)
        : base(message) { }

    /// <inheritdoc />
    public InvalidTagParameterException(string message, Exception innerException)
        : base(message, innerException) { }

    /// <inheritdoc />
    public InvalidTagParameterException(
        string message,
        Exception innerException,
        ErrorType errorType,
        string errorCode,
        string requestId,
        HttpStatusCode statusCode
    )
        : base(message, innerException, errorType, errorCode, requestId, statusCode) { }
}

/// <summary>There are more AWS tags than a repository can have.</summary>
public class TooManyTagsException : AmazonECRException
{
    /// <inheritdoc />
    public TooManyTagsException(string message)
        : base(message) { }

    /// <inheritdoc />
    public TooManyTagsException(string message, Exception innerException)
        : base(message, innerException) { }

    /// <inheritdoc />
    public TooManyTagsException(
        string message,
        Exception innerException,
        ErrorType errorType,
        string errorCode,
        string requestId,
        HttpStatusCode statusCode
    )
        : base(message, innerException, errorType, errorCode, requestId, statusCode) { }
}

/// <summary>The repository has no lifecycle policy.</summary>
public class LifecyclePolicyNotFoundException : AmazonECRException
{
    /// <inheritdoc />
    public LifecyclePolicyNotFoundException(string message)
        : base(message) { }

    /// <inheritdoc />
    public LifecyclePolicyNotFoundException(string message, Exception innerException)
        : base(message, innerException) { }

    /// <inheritdoc />
    public LifecyclePolicyNotFoundException(
        string message,
        Exception innerException,
        ErrorType errorType,
        string errorCode,
        string requestId,
        HttpStatusCode statusCode
    )
        : base(message, innerException, errorType, errorCode, requestId, statusCode) { }
}

using System.Net;
using Amazon.Runtime;

namespace Amazon.ECR.Model;

/// <summary>The repository has no such image.</summary>
public class ImageNotFoundException : AmazonECRException
{
    /// <inheritdoc />
    public ImageNotFoundException(string message)
        : base(message) { }

    /// <inheritdoc />
    public ImageNotFoundException(string message, Exception innerException)
        : base(message, innerException) { }

    /// <inheritdoc />
    public ImageNotFoundException(
        string message,
        Exception innerException,
        ErrorType errorType,
        string errorCode,
        string requestId,
        HttpStatusCode statusCode
    )
        : base(message, innerException, errorType, errorCode, requestId, statusCode) { }
}

/// <summary>The identical image is there under that tag already.</summary>
public class ImageAlreadyExistsException : AmazonECRException
{
    /// <inheritdoc />
    public ImageAlreadyExistsException(string message)
        : base(message) { }

    /// <inheritdoc />
    public ImageAlreadyExistsException(string message, Exception innerException)
        : base(message, innerException) { }

    /// <inheritdoc />
    public ImageAlreadyExistsException(
        string message,
        Exception innerException,
        ErrorType errorType,
        string errorCode,
        string requestId,
        HttpStatusCode statusCode
    )
        : base(message, innerException, errorType, errorCode, requestId, statusCode) { }
}

/// <summary>The tag belongs to another image, and the repository's tags are immutable.</summary>
public class ImageTagAlreadyExistsException : AmazonECRException
{
    /// <inheritdoc />
    public ImageTagAlreadyExistsException(string message)
        : base(message) { }

    /// <inheritdoc />
    public ImageTagAlreadyExistsException(string message, Exception innerException)
        : base(message, innerException) { }

    /// <inheritdoc />
    public ImageTagAlreadyExistsException(
        string message,
        Exception innerException,
        ErrorType errorType,
        string errorCode,
        string requestId,
        HttpStatusCode statusCode
    )
        : base(message, innerException, errorType, errorCode, requestId, statusCode) { }
}

/// <summary>The upstream of a pull-through cache did not answer with the image.</summary>
public class UnableToGetUpstreamImageException : AmazonECRException
{
    /// <inheritdoc />
    public UnableToGetUpstreamImageException(string message)
        : base(message) { }

    /// <inheritdoc />
    public UnableToGetUpstreamImageException(string message, Exception innerException)
        : base(message, innerException) { }

    /// <inheritdoc />
    public UnableToGetUpstreamImageException(
        string message,
        Exception innerException,
        ErrorType errorType,
        string errorCode,
        string requestId,
        HttpStatusCode statusCode
    )
        : base(message, innerException, errorType, errorCode, requestId, statusCode) { }
}

/// <summary>The image was not scanned: scanning is not enabled, or has not begun.</summary>
public class ScanNotFoundException : AmazonECRException
{
    /// <inheritdoc />
    public ScanNotFoundException(string message)
        : base(message) { }

    /// <inheritdoc />
    public ScanNotFoundException(string message, Exception innerException)
        : base(message, innerException) { }

    /// <inheritdoc />
    public ScanNotFoundException(
        string message,
        Exception innerException,
        ErrorType errorType,
        string errorCode,
        string requestId,
        HttpStatusCode statusCode
    )
        : base(message, innerException, errorType, errorCode, requestId, statusCode) { }
}

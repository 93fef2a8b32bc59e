using Amazon.Runtime;

namespace Amazon.ECR;

/// <summary>Why an image could not be had.</summary>
public class ImageFailureCode(string value) : ConstantClass(value)
{
    /// <summary>The repository has no such image.</summary>
    public static readonly ImageFailureCode ImageNotFound = new("ImageNotFound");

    /// <summary>The tag belongs to another digest.</summary>
    public static readonly ImageFailureCode ImageTagDoesNotMatchDigest = new("ImageTagDoesNotMatchDigest");

    /// <summary>The digest is malformed.</summary>
    public static readonly ImageFailureCode InvalidImageDigest = new("InvalidImageDigest");

    /// <summary>The tag is malformed.</summary>
    public static readonly ImageFailureCode InvalidImageTag = new("InvalidImageTag");

    /// <summary>Neither digest nor tag is given.</summary>
    public static readonly ImageFailureCode MissingDigestAndTag = new("MissingDigestAndTag");

    /// <summary>A manifest list refers to the image.</summary>
    public static readonly ImageFailureCode ImageReferencedByManifestList = new("ImageReferencedByManifestList");

    /// <summary>The encryption key cannot be used.</summary>
    public static readonly ImageFailureCode KmsError = new("KmsError");

    /// <summary>The upstream of a pull-through cache refuses.</summary>
    public static readonly ImageFailureCode UpstreamAccessDenied = new("UpstreamAccessDenied");

    /// <summary>The upstream of a pull-through cache is throttling.</summary>
    public static readonly ImageFailureCode UpstreamTooManyRequests = new("UpstreamTooManyRequests");

    /// <summary>The upstream of a pull-through cache does not answer.</summary>
    public static readonly ImageFailureCode UpstreamUnavailable = new("UpstreamUnavailable");

    /// <summary>The constant of that value; a new one if it is not known here.</summary>
    public static ImageFailureCode FindValue(string value) => FindValue<ImageFailureCode>(value);

    /// <summary>The constant of that value.</summary>
    public static implicit operator ImageFailureCode(string value) => FindValue(value);
}

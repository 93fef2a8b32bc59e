namespace Amazon.ECR.Model;

/// <summary>An image that could not be had.</summary>
public class ImageFailure
{
    /// <summary>The image that was asked for.</summary>
    public ImageIdentifier ImageId { get; set; }

    /// <summary>Why, for a program.</summary>
    public ImageFailureCode FailureCode { get; set; }

    /// <summary>Why, for a person.</summary>
    public string FailureReason { get; set; }
}

using Amazon.Runtime;

namespace Amazon.ECR.Model;

/// <summary>The images that exist, and those that do not.</summary>
public class BatchGetImageResponse : AmazonWebServiceResponse
{
    /// <summary>The images.</summary>
    public List<Image> Images { get; set; }

    /// <summary>What could not be had, and why.</summary>
    public List<ImageFailure> Failures { get; set; }
}

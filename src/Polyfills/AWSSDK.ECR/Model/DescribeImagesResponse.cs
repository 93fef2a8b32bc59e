using Amazon.Runtime;

namespace Amazon.ECR.Model;

/// <summary>A page of images.</summary>
public class DescribeImagesResponse : AmazonWebServiceResponse
{
    /// <summary>The images.</summary>
    public List<ImageDetail> ImageDetails { get; set; }

    /// <summary>What to ask the next page with; null on the last one.</summary>
    public string NextToken { get; set; }
}

using Amazon.Runtime;

namespace Amazon.ECR.Model;

/// <summary>A repository's AWS tags.</summary>
public class ListTagsForResourceResponse : AmazonWebServiceResponse
{
    /// <summary>The tags.</summary>
    public List<Tag> Tags { get; set; }
}

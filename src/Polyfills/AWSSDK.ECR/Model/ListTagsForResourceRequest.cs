namespace Amazon.ECR.Model;

/// <summary>Asks for a repository's AWS tags.</summary>
public class ListTagsForResourceRequest : AmazonECRRequest
{
    /// <summary>The Amazon resource name of the repository. Required.</summary>
    public string ResourceArn { get; set; }
}

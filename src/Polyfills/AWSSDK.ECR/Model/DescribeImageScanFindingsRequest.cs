namespace Amazon.ECR.Model;

/// <summary>Asks for what the registry's own scan found, page by page.</summary>
public class DescribeImageScanFindingsRequest : AmazonECRRequest
{
    /// <summary>The account id of the registry, 12 digits; null is the caller's own.</summary>
    public string RegistryId { get; set; }

    /// <summary>The repository. Required.</summary>
    public string RepositoryName { get; set; }

    /// <summary>The image. Required.</summary>
    public ImageIdentifier ImageId { get; set; }

    /// <summary>Where the page before ended.</summary>
    public string NextToken { get; set; }

    /// <summary>The length of a page, 1 to 1000.</summary>
    public int? MaxResults { get; set; }
}

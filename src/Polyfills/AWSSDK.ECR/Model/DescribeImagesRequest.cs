namespace Amazon.ECR.Model;

/// <summary>Asks for what is known of a repository's images.</summary>
public class DescribeImagesRequest : AmazonECRRequest
{
    /// <summary>The account id of the registry, 12 digits; null is the caller's own.</summary>
    public string RegistryId { get; set; }

    /// <summary>The repository. Required.</summary>
    public string RepositoryName { get; set; }

    /// <summary>1 to 100 images; null is all.</summary>
    public List<ImageIdentifier> ImageIds { get; set; }

    /// <summary>Where the page before ended.</summary>
    public string NextToken { get; set; }

    /// <summary>The length of a page, 1 to 1000.</summary>
    public int? MaxResults { get; set; }

    /// <summary>Which images to list.</summary>
    public DescribeImagesFilter Filter { get; set; }
}

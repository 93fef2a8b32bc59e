namespace Amazon.ECR.Model;

/// <summary>Asks for repositories by name, or for all of them page by page.</summary>
public class DescribeRepositoriesRequest : AmazonECRRequest
{
    /// <summary>The account id of the registry, 12 digits; null is the caller's own.</summary>
    public string RegistryId { get; set; }

    /// <summary>1 to 100 names; null is all.</summary>
    public List<string> RepositoryNames { get; set; }

    /// <summary>Where the page before ended.</summary>
    public string NextToken { get; set; }

    /// <summary>The length of a page, 1 to 1000.</summary>
    public int? MaxResults { get; set; }
}

namespace Amazon.ECR.Model;

/// <summary>Asks for a repository's lifecycle policy.</summary>
public class GetLifecyclePolicyRequest : AmazonECRRequest
{
    /// <summary>The account id of the registry, 12 digits; null is the caller's own.</summary>
    public string RegistryId { get; set; }

    /// <summary>The repository. Required.</summary>
    public string RepositoryName { get; set; }
}

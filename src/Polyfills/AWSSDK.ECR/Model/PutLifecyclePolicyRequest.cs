namespace Amazon.ECR.Model;

/// <summary>Gives a repository a lifecycle policy, in place of the one before.</summary>
public class PutLifecyclePolicyRequest : AmazonECRRequest
{
    /// <summary>The account id of the registry, 12 digits; null is the caller's own.</summary>
    public string RegistryId { get; set; }

    /// <summary>The repository. Required.</summary>
    public string RepositoryName { get; set; }

    /// <summary>The policy as JSON, 100 to 30720 characters. Required.</summary>
    public string LifecyclePolicyText { get; set; }
}

using Amazon.Runtime;

namespace Amazon.ECR.Model;

/// <summary>A repository's lifecycle policy.</summary>
public class GetLifecyclePolicyResponse : AmazonWebServiceResponse
{
    /// <summary>The account id of the registry.</summary>
    public string RegistryId { get; set; }

    /// <summary>The repository.</summary>
    public string RepositoryName { get; set; }

    /// <summary>The policy as JSON.</summary>
    public string LifecyclePolicyText { get; set; }

    /// <summary>When it was last applied, UTC.</summary>
    public DateTime? LastEvaluatedAt { get; set; }
}

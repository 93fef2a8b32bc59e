using Amazon.Runtime;

namespace Amazon.ECR.Model;

/// <summary>The policy as it was stored.</summary>
public class PutLifecyclePolicyResponse : AmazonWebServiceResponse
{
    /// <summary>The account id of the registry.</summary>
    public string RegistryId { get; set; }

    /// <summary>The repository.</summary>
    public string RepositoryName { get; set; }

    /// <summary>The policy as JSON.</summary>
    public string LifecyclePolicyText { get; set; }
}

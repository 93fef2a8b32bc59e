using Amazon.Runtime;

namespace Amazon.ECR.Model;

/// <summary>The tokens that were asked for.</summary>
public class GetAuthorizationTokenResponse : AmazonWebServiceResponse
{
    /// <summary>One entry for each registry.</summary>
    public List<AuthorizationData> AuthorizationData { get; set; }
}

namespace Amazon.ECR.Model;

/// <summary>Asks for a registry's user name and password.</summary>
public class GetAuthorizationTokenRequest : AmazonECRRequest
{
    /// <summary>Account ids of registries; a token is good for every registry that its owner may use.</summary>
    [Obsolete("The token is good for every registry that its owner may use.")]
    public List<string> RegistryIds { get; set; }
}

namespace Amazon.ECR.Model;

/// <summary>A registry's user name and password.</summary>
public class AuthorizationData
{
    /// <summary>Base64 of <c>AWS:password</c>.</summary>
    public string AuthorizationToken { get; set; }

    /// <summary>When the password ends, UTC.</summary>
    public DateTime? ExpiresAt { get; set; }

    /// <summary>The registry's URL, <c>https://…</c>.</summary>
    public string ProxyEndpoint { get; set; }
}

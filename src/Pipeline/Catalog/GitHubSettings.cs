namespace Pipeline.Catalog;

/// <summary>The roles and repositories that GitHub workflows use for an environment.</summary>
public sealed record GitHubSettings
{
    /// <summary>The ARN of the AWS role that they assume by OpenID Connect; null for none.</summary>
    public string? Role { get; init; }

    /// <summary>The ARN of the AWS role that nightly audits assume; null for none.</summary>
    public string? AuditRole { get; init; }

    /// <summary>The secrets with a static AWS key, in place of roles; null for none.</summary>
    public AccessKeySecrets? AccessKey { get; init; }

    /// <summary>
    /// The secret with a personal access token for the GitOps repository; null for a GitHub App's token.
    /// </summary>
    public string? TokenSecret { get; init; }

    /// <summary>The GitOps repository on GitHub, <c>OWNER/NAME</c>; null where it is not known.</summary>
    public string? GitOps { get; init; }
}

/// <summary>The secrets of GitHub with a static AWS key.</summary>
/// <param name="Id">The one with the key's id.</param>
/// <param name="Secret">The one with its secret part.</param>
public sealed record AccessKeySecrets(string Id, string Secret);

namespace Pipeline.Catalog;

/// <summary>The roles and repositories that GitHub workflows use for an environment.</summary>
public sealed record GitHubSettings
{
    /// <summary>The ARN of the AWS role that they assume by OpenID Connect; null for none.</summary>
    public string? Role { get; init; }

    /// <summary>The ARN of the AWS role that nightly audits assume; null for none.</summary>
    public string? AuditRole { get; init; }

    /// <summary>The GitOps repository on GitHub, <c>OWNER/NAME</c>; null where it is not known.</summary>
    public string? GitOps { get; init; }
}

namespace Pipeline.Catalog;

/// <summary>What workflows on GitHub work with in an environment.</summary>
public sealed record GitHubSettings
{
    /// <summary>The role of AWS that they take on by OpenID Connect, by its ARN; null: they have no identity there.</summary>
    public string? Role { get; init; }

    /// <summary>The role of AWS that nightly audits take on, by its ARN; null: they have no identity there.</summary>
    public string? AuditRole { get; init; }

    /// <summary>The GitOps repository at GitHub, <c>OWNER/NAME</c>; null where none is known.</summary>
    public string? GitOps { get; init; }
}

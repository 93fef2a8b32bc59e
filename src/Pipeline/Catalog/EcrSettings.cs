namespace Pipeline.Catalog;

/// <summary>
/// Settings of an environment's repositories in Amazon ECR: new ones get them, and differences of existing ones are
/// reported.
/// </summary>
public sealed record EcrSettings
{
    /// <summary>True to create a missing repository.</summary>
    public bool Create { get; init; } = true;

    /// <summary>True where all tags are immutable except <see cref="MovingTags"/>.</summary>
    public bool ImmutableTags { get; init; } = true;

    /// <summary>The moving tags of all environments that share the registry.</summary>
    public ImmutableArray<string> MovingTags { get; init; } = [];

    /// <summary>True where ECR scans each pushed image.</summary>
    public bool ScanOnPush { get; init; } = true;

    /// <summary>True where <c>Push</c> waits for ECR's own scan and applies the policy to its findings.</summary>
    public bool Findings { get; init; }

    /// <summary>The lifecycle policy as JSON; null to leave that of the repositories alone.</summary>
    public string? Lifecycle { get; init; }

    /// <summary>The AWS tags that a repository must have, among others.</summary>
    public ImmutableSortedDictionary<string, string> Tags { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The encryption at rest; null for ECR's default.</summary>
    public EcrEncryption? Encryption { get; init; }

    /// <summary>The AWS KMS key, as an id, an ARN or an alias; null for ECR's own.</summary>
    public string? KmsKey { get; init; }
}

/// <summary>How images in Amazon ECR are encrypted at rest.</summary>
public enum EcrEncryption
{
    /// <summary>With keys of Amazon S3.</summary>
    Aes256,

    /// <summary>With a key of AWS KMS.</summary>
    Kms,

    /// <summary>With a key of AWS KMS, in two layers.</summary>
    KmsDsse,
}

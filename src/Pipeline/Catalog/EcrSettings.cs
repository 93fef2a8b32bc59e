namespace Pipeline.Catalog;

/// <summary>What an environment's repositories in Amazon ECR are like: they are made so, and it is told where they differ.</summary>
public sealed record EcrSettings
{
    /// <summary>True where a repository that is missing is created.</summary>
    public bool Create { get; init; } = true;

    /// <summary>True where no tag moves but <see cref="MovingTags"/>.</summary>
    public bool ImmutableTags { get; init; } = true;

    /// <summary>The moving tags of all environments that share the registry.</summary>
    public ImmutableArray<string> MovingTags { get; init; } = [];

    /// <summary>True where ECR scans each image that is pushed.</summary>
    public bool ScanOnPush { get; init; } = true;

    /// <summary>True where <c>Push</c> waits for ECR's own scan, and judges what it finds.</summary>
    public bool Findings { get; init; }

    /// <summary>The lifecycle policy as JSON; null where the repositories' own is nobody's concern.</summary>
    public string? Lifecycle { get; init; }

    /// <summary>The AWS tags that a repository bears, among others.</summary>
    public ImmutableSortedDictionary<string, string> Tags { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>How images are encrypted at rest; null where ECR decides.</summary>
    public EcrEncryption? Encryption { get; init; }

    /// <summary>The key of AWS KMS, as an id, an ARN or an alias; null for ECR's own.</summary>
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

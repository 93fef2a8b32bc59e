namespace Amazon.ECR.Model;

/// <summary>A repository.</summary>
public class Repository
{
    /// <summary>The Amazon resource name.</summary>
    public string RepositoryArn { get; set; }

    /// <summary>The account id of the registry.</summary>
    public string RegistryId { get; set; }

    /// <summary>The name.</summary>
    public string RepositoryName { get; set; }

    /// <summary>What images are pushed to and pulled from, without a tag.</summary>
    public string RepositoryUri { get; set; }

    /// <summary>When it was created, UTC.</summary>
    public DateTime? CreatedAt { get; set; }

    /// <summary>Whether image tags can be moved.</summary>
    public ImageTagMutability ImageTagMutability { get; set; }

    /// <summary>1 to 5 filters of tags that the rule does not hold for; null where it has no exclusion.</summary>
    public List<ImageTagMutabilityExclusionFilter> ImageTagMutabilityExclusionFilters { get; set; }

    /// <summary>Whether the registry scans on push.</summary>
    public ImageScanningConfiguration ImageScanningConfiguration { get; set; }

    /// <summary>How images are encrypted at rest.</summary>
    public EncryptionConfiguration EncryptionConfiguration { get; set; }
}

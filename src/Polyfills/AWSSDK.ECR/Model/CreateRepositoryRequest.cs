namespace Amazon.ECR.Model;

/// <summary>Asks for a new repository.</summary>
public class CreateRepositoryRequest : AmazonECRRequest
{
    /// <summary>The account id of the registry, 12 digits; null is the caller's own.</summary>
    public string RegistryId { get; set; }

    /// <summary>2 to 256 characters: lower case, digits, separators and slashes. Required.</summary>
    public string RepositoryName { get; set; }

    /// <summary>The repository's AWS tags.</summary>
    public List<Tag> Tags { get; set; }

    /// <summary>Whether image tags can be moved; null is MUTABLE.</summary>
    public ImageTagMutability ImageTagMutability { get; set; }

    /// <summary>1 to 5 filters of tags that the rule does not hold for; null where it has no exclusion.</summary>
    public List<ImageTagMutabilityExclusionFilter> ImageTagMutabilityExclusionFilters { get; set; }

    /// <summary>Whether the registry scans on push.</summary>
    public ImageScanningConfiguration ImageScanningConfiguration { get; set; }

    /// <summary>How images are encrypted at rest; cannot be changed later.</summary>
    public EncryptionConfiguration EncryptionConfiguration { get; set; }
}

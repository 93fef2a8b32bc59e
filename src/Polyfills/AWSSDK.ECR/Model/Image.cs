namespace Amazon.ECR.Model;

/// <summary>An image and its manifest.</summary>
public class Image
{
    /// <summary>The account id of the registry.</summary>
    public string RegistryId { get; set; }

    /// <summary>The repository.</summary>
    public string RepositoryName { get; set; }

    /// <summary>Digest, and tag if it was asked for by tag.</summary>
    public ImageIdentifier ImageId { get; set; }

    /// <summary>The manifest, byte for byte as it was pushed.</summary>
    public string ImageManifest { get; set; }

    /// <summary>The media type of the manifest.</summary>
    public string ImageManifestMediaType { get; set; }
}

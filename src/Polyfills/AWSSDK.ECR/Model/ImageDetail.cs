namespace Amazon.ECR.Model;

/// <summary>What is known of an image.</summary>
public class ImageDetail
{
    /// <summary>The account id of the registry.</summary>
    public string RegistryId { get; set; }

    /// <summary>The repository.</summary>
    public string RepositoryName { get; set; }

    /// <summary>The digest, <c>sha256:…</c>.</summary>
    public string ImageDigest { get; set; }

    /// <summary>Its tags; null if it has none.</summary>
    public List<string> ImageTags { get; set; }

    /// <summary>The size of its compressed layers, in bytes.</summary>
    public long? ImageSizeInBytes { get; set; }

    /// <summary>When it was pushed, UTC.</summary>
    public DateTime? ImagePushedAt { get; set; }

    /// <summary>How far the registry's own scan is.</summary>
    public ImageScanStatus ImageScanStatus { get; set; }

    /// <summary>What that scan found.</summary>
    public ImageScanFindingsSummary ImageScanFindingsSummary { get; set; }

    /// <summary>The media type of the manifest.</summary>
    public string ImageManifestMediaType { get; set; }

    /// <summary>The media type of the artifact.</summary>
    public string ArtifactMediaType { get; set; }

    /// <summary>When it was last pulled, UTC, to the day.</summary>
    public DateTime? LastRecordedPullTime { get; set; }
}

namespace Amazon.ECR.Model;

/// <summary>What the registry's own scan found: findings of the basic scan or of the enhanced one.</summary>
public class ImageScanFindings
{
    /// <summary>When the scan ended, UTC.</summary>
    public DateTime? ImageScanCompletedAt { get; set; }

    /// <summary>How new its data was, UTC.</summary>
    public DateTime? VulnerabilitySourceUpdatedAt { get; set; }

    /// <summary>How many findings there are of each severity.</summary>
    public Dictionary<string, int> FindingSeverityCounts { get; set; }

    /// <summary>The basic scan's.</summary>
    public List<ImageScanFinding> Findings { get; set; }

    /// <summary>The enhanced scan's.</summary>
    public List<EnhancedImageScanFinding> EnhancedFindings { get; set; }
}

namespace Amazon.ECR.Model;

/// <summary>What the registry's own scan found.</summary>
public class ImageScanFindingsSummary
{
    /// <summary>When the scan ended, UTC.</summary>
    public DateTime? ImageScanCompletedAt { get; set; }

    /// <summary>How new its data was, UTC.</summary>
    public DateTime? VulnerabilitySourceUpdatedAt { get; set; }

    /// <summary>How many findings there are of each severity.</summary>
    public Dictionary<string, int> FindingSeverityCounts { get; set; }
}

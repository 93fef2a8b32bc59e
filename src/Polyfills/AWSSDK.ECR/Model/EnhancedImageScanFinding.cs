namespace Amazon.ECR.Model;

/// <summary>A finding of the enhanced scan, as far as Pipeline uses it.</summary>
public class EnhancedImageScanFinding
{
    /// <summary>What it is, in a line.</summary>
    public string Title { get; set; }

    /// <summary>What it is.</summary>
    public string Description { get; set; }

    /// <summary>How bad it is, in capitals.</summary>
    public string Severity { get; set; }

    /// <summary>ACTIVE, SUPPRESSED or CLOSED.</summary>
    public string Status { get; set; }

    /// <summary>YES, NO or PARTIAL.</summary>
    public string FixAvailable { get; set; }

    /// <summary>The vulnerability.</summary>
    public PackageVulnerabilityDetails PackageVulnerabilityDetails { get; set; }
}

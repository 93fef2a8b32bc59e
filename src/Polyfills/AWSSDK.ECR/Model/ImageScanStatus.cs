namespace Amazon.ECR.Model;

/// <summary>How far the registry's own scan is.</summary>
public class ImageScanStatus
{
    /// <summary>The state.</summary>
    public ScanStatus Status { get; set; }

    /// <summary>The state, for a person.</summary>
    public string Description { get; set; }
}

namespace Amazon.ECR.Model;

/// <summary>The registry's own scan.</summary>
public class ImageScanningConfiguration
{
    /// <summary>Whether an image is scanned when it is pushed.</summary>
    public bool? ScanOnPush { get; set; }
}

using Amazon.Runtime;

namespace Amazon.ECR.Model;

/// <summary>A page of what the registry's own scan found.</summary>
public class DescribeImageScanFindingsResponse : AmazonWebServiceResponse
{
    /// <summary>The account id of the registry.</summary>
    public string RegistryId { get; set; }

    /// <summary>The repository.</summary>
    public string RepositoryName { get; set; }

    /// <summary>The image.</summary>
    public ImageIdentifier ImageId { get; set; }

    /// <summary>How far the scan is.</summary>
    public ImageScanStatus ImageScanStatus { get; set; }

    /// <summary>What it found.</summary>
    public ImageScanFindings ImageScanFindings { get; set; }

    /// <summary>What to ask the next page with; null on the last one.</summary>
    public string NextToken { get; set; }
}

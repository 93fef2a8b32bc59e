using Amazon.Runtime;

namespace Amazon.ECR;

/// <summary>How far the registry's own scan of an image is.</summary>
public class ScanStatus(string value) : ConstantClass(value)
{
    /// <summary>Running.</summary>
    public static readonly ScanStatus IN_PROGRESS = new("IN_PROGRESS");

    /// <summary>Done.</summary>
    public static readonly ScanStatus COMPLETE = new("COMPLETE");

    /// <summary>Failed.</summary>
    public static readonly ScanStatus FAILED = new("FAILED");

    /// <summary>The image cannot be scanned.</summary>
    public static readonly ScanStatus UNSUPPORTED_IMAGE = new("UNSUPPORTED_IMAGE");

    /// <summary>Scanned continuously.</summary>
    public static readonly ScanStatus ACTIVE = new("ACTIVE");

    /// <summary>Waiting.</summary>
    public static readonly ScanStatus PENDING = new("PENDING");

    /// <summary>Too old to be scanned.</summary>
    public static readonly ScanStatus SCAN_ELIGIBILITY_EXPIRED = new("SCAN_ELIGIBILITY_EXPIRED");

    /// <summary>There are no findings to be had.</summary>
    public static readonly ScanStatus FINDINGS_UNAVAILABLE = new("FINDINGS_UNAVAILABLE");

    /// <summary>The scan limit is reached.</summary>
    public static readonly ScanStatus LIMIT_EXCEEDED = new("LIMIT_EXCEEDED");

    /// <summary>The constant of that value; a new one if it is not known here.</summary>
    public static ScanStatus FindValue(string value) => FindValue<ScanStatus>(value);

    /// <summary>The constant of that value.</summary>
    public static implicit operator ScanStatus(string value) => FindValue(value);
}

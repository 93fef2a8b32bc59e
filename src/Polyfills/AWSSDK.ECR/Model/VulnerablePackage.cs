namespace Amazon.ECR.Model;

/// <summary>A package with a vulnerability.</summary>
public class VulnerablePackage
{
    /// <summary>Its name.</summary>
    public string Name { get; set; }

    /// <summary>Its version.</summary>
    public string Version { get; set; }

    /// <summary>The version that mends it; null or NotAvailable where none does.</summary>
    public string FixedInVersion { get; set; }

    /// <summary>Where it lies; null for those of the distribution.</summary>
    public string FilePath { get; set; }
}

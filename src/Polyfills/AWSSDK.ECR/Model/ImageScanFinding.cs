namespace Amazon.ECR.Model;

/// <summary>A finding of the basic scan.</summary>
public class ImageScanFinding
{
    /// <summary>Its name, such as CVE-2024-12345.</summary>
    public string Name { get; set; }

    /// <summary>What it is.</summary>
    public string Description { get; set; }

    /// <summary>Where more is said.</summary>
    public string Uri { get; set; }

    /// <summary>How bad it is.</summary>
    public FindingSeverity Severity { get; set; }

    /// <summary>Further facts, such as package_name and package_version.</summary>
    public List<Attribute> Attributes { get; set; }
}

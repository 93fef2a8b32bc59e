namespace Amazon.ECR.Model;

/// <summary>A fact about a finding.</summary>
public class Attribute
{
    /// <summary>What it is about. Required.</summary>
    public string Key { get; set; }

    /// <summary>The fact.</summary>
    public string Value { get; set; }
}

namespace Amazon.ECR.Model;

/// <summary>Tags that the rule for all others does not hold for.</summary>
public class ImageTagMutabilityExclusionFilter
{
    /// <summary>How the filter is read. Required.</summary>
    public ImageTagMutabilityExclusionFilterType FilterType { get; set; }

    /// <summary>The tags, 1 to 128 characters. Required.</summary>
    public string Filter { get; set; }
}

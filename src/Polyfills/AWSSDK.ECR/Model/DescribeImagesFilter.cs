namespace Amazon.ECR.Model;

/// <summary>Which images to list.</summary>
public class DescribeImagesFilter
{
    /// <summary>With or without a tag; null is any.</summary>
    public TagStatus TagStatus { get; set; }
}

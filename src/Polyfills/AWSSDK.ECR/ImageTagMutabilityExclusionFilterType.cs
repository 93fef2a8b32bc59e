using Amazon.Runtime;

namespace Amazon.ECR;

/// <summary>How a filter of tags is read.</summary>
public class ImageTagMutabilityExclusionFilterType(string value) : ConstantClass(value)
{
    /// <summary>An asterisk stands for any characters.</summary>
    public static readonly ImageTagMutabilityExclusionFilterType WILDCARD = new("WILDCARD");

    /// <summary>The constant of that value; a new one if it is not known here.</summary>
    public static ImageTagMutabilityExclusionFilterType FindValue(string value) =>
        FindValue<ImageTagMutabilityExclusionFilterType>(value);

    /// <summary>The constant of that value.</summary>
    public static implicit operator ImageTagMutabilityExclusionFilterType(string value) => FindValue(value);
}

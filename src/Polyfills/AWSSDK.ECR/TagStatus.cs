using Amazon.Runtime;

namespace Amazon.ECR;

/// <summary>Which images to list.</summary>
public class TagStatus(string value) : ConstantClass(value)
{
    /// <summary>Those with a tag.</summary>
    public static readonly TagStatus TAGGED = new("TAGGED");

    /// <summary>Those without one.</summary>
    public static readonly TagStatus UNTAGGED = new("UNTAGGED");

    /// <summary>All.</summary>
    public static readonly TagStatus ANY = new("ANY");

    /// <summary>The constant of that value; a new one if it is not known here.</summary>
    public static TagStatus FindValue(string value) => FindValue<TagStatus>(value);

    /// <summary>The constant of that value.</summary>
    public static implicit operator TagStatus(string value) => FindValue(value);
}

using Amazon.Runtime;

namespace Amazon.ECR;

/// <summary>Whether a tag can be moved to another image.</summary>
public class ImageTagMutability(string value) : ConstantClass(value)
{
    /// <summary>Every tag can be moved.</summary>
    public static readonly ImageTagMutability MUTABLE = new("MUTABLE");

    /// <summary>Every tag can be moved but those that a filter names.</summary>
    public static readonly ImageTagMutability MUTABLE_WITH_EXCLUSION = new("MUTABLE_WITH_EXCLUSION");

    /// <summary>No tag can be moved.</summary>
    public static readonly ImageTagMutability IMMUTABLE = new("IMMUTABLE");

    /// <summary>No tag can be moved but those that a filter names.</summary>
    public static readonly ImageTagMutability IMMUTABLE_WITH_EXCLUSION = new("IMMUTABLE_WITH_EXCLUSION");

    /// <summary>The constant of that value; a new one if it is not known here.</summary>
    public static ImageTagMutability FindValue(string value) => FindValue<ImageTagMutability>(value);

    /// <summary>The constant of that value.</summary>
    public static implicit operator ImageTagMutability(string value) => FindValue(value);
}

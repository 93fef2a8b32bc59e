using Amazon.Runtime;

namespace Amazon.ECR;

/// <summary>How bad a finding of the registry's own scan is.</summary>
public class FindingSeverity(string value) : ConstantClass(value)
{
    /// <summary>Good to know.</summary>
    public static readonly FindingSeverity INFORMATIONAL = new("INFORMATIONAL");

    /// <summary>Low.</summary>
    public static readonly FindingSeverity LOW = new("LOW");

    /// <summary>Medium.</summary>
    public static readonly FindingSeverity MEDIUM = new("MEDIUM");

    /// <summary>High.</summary>
    public static readonly FindingSeverity HIGH = new("HIGH");

    /// <summary>Critical.</summary>
    public static readonly FindingSeverity CRITICAL = new("CRITICAL");

    /// <summary>Not judged.</summary>
    public static readonly FindingSeverity UNDEFINED = new("UNDEFINED");

    /// <summary>The constant of that value; a new one if it is not known here.</summary>
    public static FindingSeverity FindValue(string value) => FindValue<FindingSeverity>(value);

    /// <summary>The constant of that value.</summary>
    public static implicit operator FindingSeverity(string value) => FindValue(value);
}

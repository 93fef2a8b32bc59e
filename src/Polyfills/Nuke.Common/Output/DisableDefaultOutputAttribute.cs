namespace Nuke.Common;

/// <summary>Turns off what the engine writes around the output of targets; everything where nothing is named.</summary>
[AttributeUsage(AttributeTargets.Class)]
public class DisableDefaultOutputAttribute : Attribute
{
    /// <summary>Takes what is turned off.</summary>
    public DisableDefaultOutputAttribute(params DefaultOutput[] disabledOutputs) =>
        DisabledOutputs = disabledOutputs.Length > 0 ? disabledOutputs : Enum.GetValues<DefaultOutput>();

    /// <summary>What is turned off.</summary>
    public DefaultOutput[] DisabledOutputs { get; }

    /// <summary>Whether it is turned off in this run.</summary>
    public virtual bool IsApplicable(INukeBuild build) => true;
}

/// <summary>What the engine writes around the output of targets.</summary>
public enum DefaultOutput
{
    /// <summary>The line that names the engine.</summary>
    Logo,

    /// <summary>A target's name before its output, on hosts that show plain text.</summary>
    TargetHeader,

    /// <summary>A target's name before its output, on hosts that can fold it up.</summary>
    TargetCollapse,

    /// <summary>Errors and warnings, once more at the end.</summary>
    ErrorsAndWarnings,

    /// <summary>The table of the targets.</summary>
    TargetOutcome,

    /// <summary>The sentence with the result.</summary>
    BuildOutcome,

    /// <summary>The time in front of messages.</summary>
    Timestamps,
}

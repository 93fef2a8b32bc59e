using Nuke.Common;

namespace Pipeline.Reporting;

/// <summary>Leaves standard output to the preview alone, so that a program can read it.</summary>
/// <param name="target">The name of the target that previews.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class PreviewOutputAttribute(string target)
    : DisableDefaultOutputAttribute(DefaultOutput.TargetOutcome, DefaultOutput.BuildOutcome)
{
    /// <summary>The name of the target that previews.</summary>
    public string Target => target;

    /// <inheritdoc />
    public override bool IsApplicable(INukeBuild build) =>
        build.ExecutionPlan?.Any(planned => planned.Name == target) ?? false;
}

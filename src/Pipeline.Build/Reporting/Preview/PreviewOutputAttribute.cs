using Nuke.Common;

namespace Pipeline.Build.Reporting.Preview;

/// <summary>Suppresses NUKE's own output for targets with output for programs.</summary>
/// <param name="targets">The names of the targets.</param>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class PreviewOutputAttribute(params string[] targets)
    : DisableDefaultOutputAttribute(DefaultOutput.TargetOutcome, DefaultOutput.BuildOutcome)
{
    /// <summary>The names of the targets.</summary>
    public IReadOnlyList<string> Targets => targets;

    /// <inheritdoc />
    public override bool IsApplicable(INukeBuild build) =>
        build.ExecutionPlan?.Any(planned => targets.Contains(planned.Name)) ?? false;
}

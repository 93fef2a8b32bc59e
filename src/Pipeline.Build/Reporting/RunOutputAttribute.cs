using Nuke.Common;
using Pipeline.Execution.Steps;

namespace Pipeline.Build.Reporting;

/// <summary>
/// Leaves it to <see cref="PlainView"/> to say how the build ended where steps were planned: services by targets say more
/// than targets alone.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class RunOutputAttribute()
    : DisableDefaultOutputAttribute(DefaultOutput.TargetOutcome, DefaultOutput.BuildOutcome)
{
    /// <inheritdoc />
    public override bool IsApplicable(INukeBuild build) =>
        build.ExecutionPlan?.Any(target => DeclaredTargets.Find(target.Name) is not null) ?? false;
}

using Nuke.Common;
using Pipeline.Execution.Steps;

namespace Pipeline.Build.Reporting;

/// <summary>
/// Suppresses NUKE's summary where steps were planned: the view's table of services by targets says more
/// than targets alone.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class RunOutputAttribute()
    : DisableDefaultOutputAttribute(DefaultOutput.TargetOutcome, DefaultOutput.BuildOutcome)
{
    /// <inheritdoc />
    public override bool IsApplicable(INukeBuild build) =>
        build.ExecutionPlan?.Any(target => DeclaredTargets.Find(target.Name) is not null) ?? false;
}

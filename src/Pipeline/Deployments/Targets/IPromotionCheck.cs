using Pipeline.Catalog;
using Pipeline.Deployments.Promotions;
using Pipeline.Execution.Steps;

namespace Pipeline.Deployments.Targets;

/// <summary>A check before a promotion.</summary>
internal interface IPromotionCheck
{
    /// <summary>Runs the check.</summary>
    /// <param name="step">The step that promotes.</param>
    /// <param name="path">The source and target environments.</param>
    /// <param name="running">What the source environment runs.</param>
    /// <param name="image">The image's reference in the target's registry.</param>
    Task<CheckResult> Examine(StepContext step, PromotionPath path, RunningImage running, ImageReference image);
}

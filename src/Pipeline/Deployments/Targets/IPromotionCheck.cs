using Pipeline.Catalog;
using Pipeline.Deployments.Promotions;
using Pipeline.Execution.Steps;

namespace Pipeline.Deployments.Targets;

/// <summary>A check before a promotion.</summary>
internal interface IPromotionCheck
{
    /// <summary>Runs the check.</summary>
    /// <param name="step">The step that promotes.</param>
    /// <param name="path">Where from, and where to.</param>
    /// <param name="running">What runs where it comes from.</param>
    /// <param name="image">What it shall be where it goes.</param>
    Task<CheckResult> Examine(StepContext step, PromotionPath path, RunningImage running, ImageReference image);
}

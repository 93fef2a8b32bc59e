using Pipeline.Catalog;
using Pipeline.Deployments.Decisions;
using Pipeline.Execution.Steps;

namespace Pipeline.Deployments.Promotions;

/// <summary>A promotion whose checks have passed.</summary>
/// <param name="Path">The source and target environments.</param>
/// <param name="Options">The options.</param>
/// <param name="Running">What the source environment runs.</param>
/// <param name="Image">The image's reference in the target's registry.</param>
/// <param name="Checks">The results of the checks.</param>
public sealed record ImagePromotion(
    PromotionPath Path,
    PromotionOptions Options,
    RunningImage Running,
    ImageReference Image,
    ImmutableArray<CheckResult> Checks
)
{
    /// <summary>The result for a service that is pinned in the target environment.</summary>
    /// <param name="pinned">The decision.</param>
    internal StepResult On(Decision.Pinned pinned) =>
        pinned.IsThere
            ? StepResult.PassedWith($"already at {Image.Tag}, {pinned.Pin}")
            : StepResult.Failed(
                $"{pinned.Pin}: release it first with \"Rollback --release --service {pinned.Pin.Service} --environment {Path.To.Name}\""
            );
}

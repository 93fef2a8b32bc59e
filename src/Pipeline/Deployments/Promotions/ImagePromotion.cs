using Pipeline.Catalog;

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
);

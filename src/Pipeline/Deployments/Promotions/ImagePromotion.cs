using Pipeline.Catalog;

namespace Pipeline.Deployments.Promotions;

/// <summary>A promotion whose checks have passed.</summary>
/// <param name="Path">Where from, and where to.</param>
/// <param name="Options">How.</param>
/// <param name="Running">What runs where it comes from.</param>
/// <param name="Image">What it is called where it goes.</param>
/// <param name="Checks">What was checked.</param>
public sealed record ImagePromotion(
    PromotionPath Path,
    PromotionOptions Options,
    RunningImage Running,
    ImageReference Image,
    ImmutableArray<CheckResult> Checks
);

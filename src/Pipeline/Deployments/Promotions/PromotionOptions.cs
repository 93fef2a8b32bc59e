using Pipeline.Deployments.Decisions;

namespace Pipeline.Deployments.Promotions;

/// <summary>How to promote.</summary>
public sealed record PromotionOptions : ChangeOptions
{
    /// <summary>The environment to promote from; null for the one that the catalog names.</summary>
    public string? From { get; init; }
}

namespace Pipeline.Deployments.Promotions;

/// <summary>How to promote.</summary>
public sealed record PromotionOptions
{
    /// <summary>The environment to promote from; null for the one that the catalog names.</summary>
    public string? From { get; init; }

    /// <summary>
    /// True where the promotion fixes what runs in the environment now, which then counts as a failed change.
    /// </summary>
    public bool IsFix { get; init; }

    /// <summary>The reason, in a person's words; null for none.</summary>
    public string? Reason { get; init; }
}

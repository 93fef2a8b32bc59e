namespace Pipeline.Deployments;

/// <summary>How to roll back.</summary>
public sealed record RollbackOptions
{
    /// <summary>The tag or the source commit to go back to; null for the last that was not taken back itself.</summary>
    public string? To { get; init; }

    /// <summary>Why, in a person's words; null where nobody said.</summary>
    public string? Reason { get; init; }

    /// <summary>True to take the pin of an earlier rollback away, and to leave the image as it is.</summary>
    public bool Release { get; init; }
}

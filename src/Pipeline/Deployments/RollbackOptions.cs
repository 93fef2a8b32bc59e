namespace Pipeline.Deployments;

/// <summary>How to roll back.</summary>
public sealed record RollbackOptions
{
    /// <summary>The tag or source commit to roll back to; null for the last image that was not reverted.</summary>
    public string? To { get; init; }

    /// <summary>The reason, in a person's words; null for none.</summary>
    public string? Reason { get; init; }

    /// <summary>True to release the pin of an earlier rollback, and keep the image.</summary>
    public bool Release { get; init; }
}

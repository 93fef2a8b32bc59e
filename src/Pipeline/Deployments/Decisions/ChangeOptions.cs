namespace Pipeline.Deployments.Decisions;

/// <summary>How a person asks for a change of an environment.</summary>
public record ChangeOptions
{
    /// <summary>True where it fixes what runs in the environment now, which then counts as a failed change.</summary>
    public bool IsFix { get; init; }

    /// <summary>The reason, in a person's words; null for none.</summary>
    public string? Reason { get; init; }

    /// <summary>The gates that may not hold it back, such as <c>freeze</c>.</summary>
    public ImmutableArray<string> Overrides { get; init; } = [];
}

namespace Pipeline.Workflows.Graph;

/// <summary>A target, for workflows.</summary>
public sealed record TargetNode
{
    /// <summary>Its name, as on the command line.</summary>
    public required string Name { get; init; }

    /// <summary>Its description; null for none.</summary>
    public string? Description { get; init; }

    /// <summary>Its dependencies.</summary>
    public ImmutableArray<string> DependsOn { get; init; } = [];

    /// <summary>The targets that it comes after where both run.</summary>
    public ImmutableArray<string> After { get; init; } = [];

    /// <summary>True for one with actions of its own.</summary>
    public bool HasActions { get; init; } = true;

    /// <summary>Its job; null: that of its dependents.</summary>
    public JobAttribute? Job { get; init; }

    /// <summary>What it does with code that is not the build's own; null where it runs none.</summary>
    public string? Code { get; init; }

    /// <summary>What it needs beyond the repository's contents.</summary>
    public ImmutableArray<NeedsAttribute> Needs { get; init; } = [];

    /// <summary>The files it produces, as paths from the repository's root.</summary>
    public ImmutableArray<string> Produces { get; init; } = [];

    /// <summary>The targets whose files it consumes.</summary>
    public ImmutableArray<string> Consumes { get; init; } = [];
}

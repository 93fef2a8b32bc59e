namespace Pipeline.Workflows.Graph;

/// <summary>A target, as far as workflows are made of it.</summary>
public sealed record TargetNode
{
    /// <summary>Its name, as on the command line.</summary>
    public required string Name { get; init; }

    /// <summary>What it does, in a sentence; null where the build does not say.</summary>
    public string? Description { get; init; }

    /// <summary>The targets that it brings along.</summary>
    public ImmutableArray<string> DependsOn { get; init; } = [];

    /// <summary>The targets that it comes after where both are wanted.</summary>
    public ImmutableArray<string> After { get; init; } = [];

    /// <summary>True for one that does something itself, and does not only bring others along.</summary>
    public bool HasActions { get; init; } = true;

    /// <summary>The job that it is in; null: that of the targets that bring it along.</summary>
    public JobAttribute? Job { get; init; }

    /// <summary>What it needs beyond the repository's contents.</summary>
    public ImmutableArray<NeedsAttribute> Needs { get; init; } = [];

    /// <summary>The files that it leaves, as paths from the repository's root.</summary>
    public ImmutableArray<string> Produces { get; init; } = [];

    /// <summary>The targets whose files it takes.</summary>
    public ImmutableArray<string> Consumes { get; init; } = [];
}

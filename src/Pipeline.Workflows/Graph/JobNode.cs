namespace Pipeline.Workflows.Graph;

/// <summary>Targets that run on one machine, one after another.</summary>
public sealed record JobNode
{
    /// <summary>Its identifier.</summary>
    public required string Name { get; init; }

    /// <summary>What it is run for.</summary>
    public required Per Per { get; init; }

    /// <summary>Its targets, each after those that it depends on.</summary>
    public required ImmutableArray<TargetNode> Targets { get; init; }

    /// <summary>Those of its targets that no other of it brings along: what its command names.</summary>
    public required ImmutableArray<string> Last { get; init; }

    /// <summary>The targets that would come along, and that an earlier job has run.</summary>
    public required ImmutableArray<string> Skipped { get; init; }

    /// <summary>The jobs that it waits for; none that another of them waits for already.</summary>
    public required ImmutableArray<string> Needs { get; init; }

    /// <summary>What it does; null where the build does not say.</summary>
    public required string? Comment { get; init; }

    /// <summary>Minutes that it may take.</summary>
    public required int Minutes { get; init; }

    /// <summary>The targets that it runs before its own.</summary>
    public required ImmutableArray<string> First { get; init; }

    /// <summary>True where it is run with each version of the service's language.</summary>
    public bool Versions { get; init; }

    /// <summary>The parameter that takes its environment.</summary>
    public required string EnvironmentParameter { get; init; }

    /// <summary>What its targets need.</summary>
    public IEnumerable<NeedsAttribute> NeedsOfTargets => Targets.SelectMany(target => target.Needs);
}

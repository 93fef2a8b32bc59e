namespace Pipeline.Workflows.Graph;

/// <summary>A job: targets that run on one machine, one after another.</summary>
internal sealed record JobNode
{
    /// <summary>Its identifier.</summary>
    public required string Name { get; init; }

    /// <summary>How often it runs.</summary>
    public required Per Per { get; init; }

    /// <summary>Its targets, each after those that it depends on.</summary>
    public required ImmutableArray<TargetNode> Targets { get; init; }

    /// <summary>The targets that its command names: those that are not dependencies of others in the job.</summary>
    public required ImmutableArray<string> Last { get; init; }

    /// <summary>The dependencies that an earlier job has run.</summary>
    public required ImmutableArray<string> Skipped { get; init; }

    /// <summary>The jobs that it waits for, transitively reduced.</summary>
    public required ImmutableArray<string> Needs { get; init; }

    /// <summary>What it does; null for no description.</summary>
    public required string? Comment { get; init; }

    /// <summary>Its time limit in minutes.</summary>
    public required int Minutes { get; init; }

    /// <summary>The targets that it runs before its own.</summary>
    public required ImmutableArray<string> First { get; init; }

    /// <summary>What it does with code that is not the build's own, by target; empty where it runs none.</summary>
    public ImmutableArray<string> Code { get; init; } = [];

    /// <summary>True where it runs with each version of the service's language.</summary>
    public bool Versions { get; init; }

    /// <summary>What it leaves for people.</summary>
    public ImmutableArray<string> Keeps { get; init; } = [];

    /// <summary>The parameter that takes its environment.</summary>
    public required string EnvironmentParameter { get; init; }

    /// <summary>What its targets need.</summary>
    public IEnumerable<NeedsAttribute> NeedsOfTargets => Targets.SelectMany(target => target.Needs);
}

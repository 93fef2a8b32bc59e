namespace Pipeline.Catalog;

/// <summary>A server that a service's tests need: started before them, stopped after them.</summary>
/// <param name="Name">What the service calls it.</param>
/// <param name="Kind">What it is.</param>
public sealed record TestDependency(string Name, TestDependencyKind Kind)
{
    /// <summary>The image that it runs from, pinned by digest; null where there is none.</summary>
    public string? Image { get; init; }

    /// <summary>The arguments of the image's program.</summary>
    public ImmutableArray<string> Arguments { get; init; } = [];

    /// <summary>The command used where it has no image, or the image cannot be pulled.</summary>
    public ImmutableArray<string> Command { get; init; } = [];

    /// <summary>Environment variables of the server.</summary>
    public ImmutableSortedDictionary<string, string> Environment { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>
    /// The path that answers with 2xx once it is ready; null: it is ready when it accepts a connection.
    /// </summary>
    public string? Health { get; init; }

    /// <summary>Environment variables of the tests, beside those of the kind.</summary>
    public ImmutableSortedDictionary<string, string> Variables { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty;
}

/// <summary>The kind of a test dependency.</summary>
public enum TestDependencyKind
{
    /// <summary>A server that the catalog describes.</summary>
    Server,

    /// <summary>PostgreSQL.</summary>
    Postgres,

    /// <summary>Redis.</summary>
    Redis,
}

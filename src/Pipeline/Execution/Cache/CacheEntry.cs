using Pipeline.Execution.Steps;

namespace Pipeline.Execution.Cache;

/// <summary>The cached result of a passed step.</summary>
internal sealed record CacheEntry
{
    /// <summary>Its key.</summary>
    public required string Key { get; init; }

    /// <summary>When the step began.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>The result's note.</summary>
    public required string? Reason { get; init; }

    /// <summary>Its log.</summary>
    public required CachedFile Log { get; init; }

    /// <summary>The files it wrote.</summary>
    public required ImmutableArray<CachedFile> Files { get; init; }

    /// <summary>What it handed over.</summary>
    public required ImmutableArray<SerializedValue> Values { get; init; }

    /// <summary>Files that must be unchanged for a replay.</summary>
    public required ImmutableArray<StandingFile> Standing { get; init; }
}

/// <summary>The folder that a file's path is relative to.</summary>
internal enum CacheRoot : byte
{
    /// <summary>The run's artifacts.</summary>
    Artifacts,

    /// <summary>The service's folder.</summary>
    Service,
}

/// <summary>A file of an entry.</summary>
/// <param name="Root">What its path is relative to.</param>
/// <param name="Path">With forward slashes.</param>
/// <param name="IsExecutable">True for an executable file.</param>
/// <param name="Offset">The offset of its content in the entry.</param>
/// <param name="Length">In bytes.</param>
/// <param name="Digest">The SHA-256 of its content.</param>
internal sealed record CachedFile(
    CacheRoot Root,
    string Path,
    bool IsExecutable,
    long Offset,
    long Length,
    string Digest
);

/// <summary>A file that is not cached, but must be unchanged for a replay.</summary>
/// <param name="Path">Relative to the service's folder.</param>
/// <param name="Digest">The SHA-256 of its content.</param>
internal sealed record StandingFile(string Path, string Digest);

using Pipeline.Tools.Locked;

namespace Pipeline.Tools;

/// <summary>Something that Pipeline works with but does not bring along.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Purpose">What it is used for.</param>
public sealed record Tool(string Name, string Purpose)
{
    /// <summary>How its presence is seen: any of these answering with exit code 0 is enough. The first line of output is its version.</summary>
    public required ImmutableArray<ImmutableArray<string>> Probes { get; init; }

    /// <summary>Debian and Ubuntu packages; empty where the distribution has none.</summary>
    public ImmutableArray<string> Apt { get; init; } = [];

    /// <summary>Homebrew formulae; empty where there is none.</summary>
    public ImmutableArray<string> Brew { get; init; } = [];

    /// <summary>True for a .NET tool that the repository's tool manifest names.</summary>
    public bool IsInToolManifest { get; init; }

    /// <summary>What the repository's <c>tools.lock.yaml</c> has of it for this machine; null where that is nothing.</summary>
    public LockedTool? Locked { get; init; }

    /// <summary>Where a person finds it, for when no package manager does.</summary>
    public required string Site { get; init; }

    /// <summary>True where a delivery to <c>local</c> does without it.</summary>
    public bool IsOptional { get; init; }
}

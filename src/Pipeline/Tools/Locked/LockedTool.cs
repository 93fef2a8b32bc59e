namespace Pipeline.Tools.Locked;

/// <summary>A downloaded tool, as <c>tools.lock.yaml</c> pins it.</summary>
/// <param name="Name">The program's name.</param>
/// <param name="Version">The pinned version, without a <c>v</c>.</param>
public sealed record LockedTool(string Name, string Version)
{
    /// <summary>
    /// The page of its releases, where <c>--update</c> finds the latest; null where updates are manual.
    /// </summary>
    public Uri? Releases { get; init; }

    /// <summary>
    /// The name of a release's checksum file, with <c>{version}</c> for the version; null without one.
    /// </summary>
    public string? Checksums { get; init; }

    /// <summary>Versions that must never be used.</summary>
    public ImmutableHashSet<string> Never { get; init; } = [];

    /// <summary>The downloads, by platform: <c>linux/amd64</c>.</summary>
    public required ImmutableSortedDictionary<string, LockedDownload> Platforms { get; init; }

    /// <summary>The download for this machine; null where the lock has none.</summary>
    public LockedDownload? Download => Platforms.GetValueOrDefault(ToolPlatform.Current);

    /// <summary>The name and the version.</summary>
    public override string ToString() => $"{Name} {Version}";
}

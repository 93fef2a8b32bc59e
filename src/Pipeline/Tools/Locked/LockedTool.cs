namespace Pipeline.Tools.Locked;

/// <summary>A tool that is downloaded, as <c>tools.lock.yaml</c> has it.</summary>
/// <param name="Name">The program's name.</param>
/// <param name="Version">The version that is meant, without a <c>v</c>.</param>
public sealed record LockedTool(string Name, string Version)
{
    /// <summary>The page of its releases, which <c>--update</c> asks for the latest one; null where a person has to.</summary>
    public Uri? Releases { get; init; }

    /// <summary>The file of a release that states its checksums, with <c>{version}</c> for the version; null where there is none.</summary>
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

/// <summary>What is downloaded of a tool for a platform.</summary>
/// <param name="Url">Where from.</param>
/// <param name="Sha256">The SHA-256 of its bytes, 64 hexadecimal digits.</param>
/// <param name="Member">The program's path within the archive; null where the download is the program itself.</param>
public sealed record LockedDownload(Uri Url, string Sha256, string? Member)
{
    /// <summary>The last part of the address.</summary>
    public string FileName => Url.Segments[^1];
}

/// <summary>A tool cannot be had as it is locked; the message says why, and what to do.</summary>
public class ToolException(string message) : Exception(message);

/// <summary>A tool could not be reached: nothing is wrong with it as far as is known, and another time it may be there.</summary>
public sealed class ToolUnreachableException(string message) : ToolException(message);

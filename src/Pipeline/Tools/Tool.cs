using Nuke.Common.IO;
using Pipeline.Tools.Locked;

namespace Pipeline.Tools;

/// <summary>A program that Pipeline uses, but does not contain.</summary>
/// <param name="Name">Its usual name.</param>
/// <param name="Purpose">What it is used for.</param>
public sealed record Tool(string Name, string Purpose)
{
    /// <summary>Commands that show its version. It is installed if one of them succeeds.</summary>
    public required ImmutableArray<ImmutableArray<string>> Probes { get; init; }

    /// <summary>Debian and Ubuntu packages; empty where the distribution has none.</summary>
    public ImmutableArray<string> Apt { get; init; } = [];

    /// <summary>Homebrew formulae; empty where there is none.</summary>
    public ImmutableArray<string> Brew { get; init; } = [];

    /// <summary>True for a .NET tool of the repository's tool manifest.</summary>
    public bool IsInToolManifest { get; init; }

    /// <summary>Its entry for this machine in the repository's <c>tools.lock.yaml</c>; null without one.</summary>
    public LockedTool? Locked { get; init; }

    /// <summary>The folder that it is asked in for its version; null: where the build runs.</summary>
    internal AbsolutePath? Folder { get; init; }

    /// <summary>The least version that is needed, and the file that says so; null where any will do.</summary>
    internal (Version Version, string File)? Needed { get; init; }

    /// <summary>The website to install it from where no package manager has it.</summary>
    public required string Site { get; init; }

    /// <summary>True where a delivery to <c>local</c> works without it.</summary>
    public bool IsOptional { get; init; }
}

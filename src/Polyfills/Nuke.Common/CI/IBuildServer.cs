#nullable disable annotations

namespace Nuke.Common.CI;

/// <summary>A host that builds without a person watching.</summary>
public interface IBuildServer
{
    /// <summary>What is built, as a branch or another reference; null where the server does not say.</summary>
    string Branch { get; }

    /// <summary>The commit that is built; null where the server does not say.</summary>
    string Commit { get; }
}

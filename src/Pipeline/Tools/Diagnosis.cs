using System.Text.RegularExpressions;
using CliWrap;
using CliWrap.Buffered;
using Pipeline.Tools.Locked;

namespace Pipeline.Tools;

/// <summary>Whether a tool is installed, and in which version.</summary>
/// <param name="Tool">The tool.</param>
/// <param name="Version">The first line of its version output; null where it is missing.</param>
public sealed partial record Diagnosis(Tool Tool, string? Version)
{
    /// <summary>True where it is installed.</summary>
    public bool IsInstalled => Version is not null;

    /// <summary>What is wrong with its version: it differs from the locked one, or is banned; null where nothing is known to be wrong.</summary>
    public string? Objection =>
        Version is null || Tool.Locked is not { } locked || Number().Match(Version) is not { Success: true } found
            ? null
        : locked.Never.Contains(found.Value) ? $"{ToolsLock.FileName} says that it must never be used: remove it"
        : found.Value != locked.Version ? $"{ToolsLock.FileName} has {locked.Version}, which ./build.sh Setup fetches"
        : null;

    [GeneratedRegex("[0-9]+(\\.[0-9]+)+")]
    private static partial Regex Number();
}

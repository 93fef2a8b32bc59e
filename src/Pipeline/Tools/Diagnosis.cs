using System.Text.RegularExpressions;
using CliWrap;
using CliWrap.Buffered;
using Pipeline.Tools.Locked;

namespace Pipeline.Tools;

/// <summary>Whether a tool is installed, and in which version.</summary>
/// <param name="Tool">The tool.</param>
/// <param name="Version">The first line of its version output; null where it is missing.</param>
internal sealed partial record Diagnosis(Tool Tool, string? Version)
{
    /// <summary>True where it is installed.</summary>
    public bool IsInstalled => Version is not null;

    /// <summary>
    /// What is wrong with its version: it is too early for a service, differs from the locked one, or is banned; null
    /// where nothing is known to be wrong.
    /// </summary>
    public string? Objection =>
        Tool.Needed is { } needed && Version is not null && Found < needed.Version
            ? $"{needed.File} asks for {needed.Version}: see {Tool.Site}"
        : Version is null || Tool.Locked is not { } locked || Number().Match(Version) is not { Success: true } found
            ? null
        : locked.Never.Contains(found.Value) ? $"{ToolsLock.FileName} says that it must never be used: remove it"
        : found.Value != locked.Version ? $"{ToolsLock.FileName} has {locked.Version}, which ./build.sh Setup fetches"
        : null;

    private Version? Found =>
        Number().Match(Version ?? "") is { Success: true } found
        && System.Version.TryParse(found.Value, out var version)
            ? version
            : null;

    [GeneratedRegex("[0-9]+(\\.[0-9]+)+")]
    private static partial Regex Number();
}

using System.Text.RegularExpressions;
using Nuke.Common.IO;
using Pipeline.Execution.Steps;
using Pipeline.Quality.Findings;

namespace Pipeline.Quality.Languages.Go;

/// <summary>The version of Go that a module asks for. Steps take the installed one and download no other.</summary>
internal static partial class GoVersion
{
    /// <summary>The version in the <c>go</c> line of a folder's <c>go.mod</c>; null without one.</summary>
    public static string? AskedBy(AbsolutePath folder) =>
        File.Exists(folder / "go.mod") && GoLine().Match(File.ReadAllText(folder / "go.mod")) is { Success: true } line
            ? line.Groups["version"].Value
            : null;

    /// <summary>
    /// Where a module asks for a later Go than is installed, a sentence that says so; null otherwise.
    /// </summary>
    public static async Task<string?> Lacking(StepContext step, GoModule module)
    {
        if (AskedBy(module.Folder) is not { } asked)
            return null;

        var outcome = await step.Run(GoToolchain.Go(module.Folder, "version"));
        return
            Installed().Match(outcome.Output) is { Success: true } found
            && VersionOrder.Instance.Compare(asked, found.Groups["version"].Value) > 0
            ? $"{step.RepositoryPath(module.Folder / "go.mod")} asks for Go {asked}, and {found.Groups["version"].Value} is installed: see go.dev/dl"
            : null;
    }

    [GeneratedRegex(@"\bgo(?<version>\d\S*)", RegexOptions.ExplicitCapture)]
    private static partial Regex Installed();

    [GeneratedRegex(@"^go\s+(?<version>\d+\.\S+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex GoLine();
}

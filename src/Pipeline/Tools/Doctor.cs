using System.Text.RegularExpressions;
using CliWrap;
using CliWrap.Buffered;
using Pipeline.Foundation.Processes;
using Pipeline.Tools.Locked;

namespace Pipeline.Tools;

/// <summary>What was found of a tool.</summary>
/// <param name="Tool">The tool.</param>
/// <param name="Version">What it says of itself; null where it is missing.</param>
public sealed partial record Diagnosis(Tool Tool, string? Version)
{
    /// <summary>True where it is there.</summary>
    public bool IsInstalled => Version is not null;

    /// <summary>What is wrong with its version, as a sentence: it is not the one that is locked; null where nothing is known to be.</summary>
    public string? Objection =>
        Version is null || Tool.Locked is not { } locked || Number().Match(Version) is not { Success: true } found
            ? null
        : locked.Never.Contains(found.Value) ? $"{ToolsLock.FileName} says that it must never be used: remove it"
        : found.Value != locked.Version ? $"{ToolsLock.FileName} has {locked.Version}, which ./build.sh Setup fetches"
        : null;

    [GeneratedRegex("[0-9]+(\\.[0-9]+)+")]
    private static partial Regex Number();
}

/// <summary>Looks which tools are there.</summary>
public static class Doctor
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Asks each tool for its version, all at the same time.</summary>
    /// <param name="tools">The tools.</param>
    /// <param name="searchPath">The folders to look into, written as in <c>PATH</c>; null: those of the process.</param>
    public static async Task<ImmutableArray<Diagnosis>> Examine(IEnumerable<Tool> tools, string? searchPath = null) =>
        [.. await Task.WhenAll(tools.Select(async tool => new Diagnosis(tool, await VersionOf(tool, searchPath))))];

    /// <summary>How to get a tool on this machine, as a sentence.</summary>
    public static string Remedy(Tool tool) =>
        tool.Locked is not null ? "./build.sh Setup fetches it"
        : tool.IsInToolManifest || PackageManager.OfThisMachine()?.PackagesOf(tool) is { IsEmpty: false }
            ? "./build.sh Setup installs it"
        : $"see {tool.Site}";

    private static async Task<string?> VersionOf(Tool tool, string? searchPath)
    {
        foreach (var probe in tool.Probes)
            if (await Answer(probe, searchPath) is { } answer)
                return answer;
        return null;
    }

    private static async Task<string?> Answer(ImmutableArray<string> probe, string? searchPath)
    {
        if (
            (Path.IsPathRooted(probe[0]) ? probe[0] : ProgramPath.Find(probe[0], searchPath)) is not { } program
            || !File.Exists(program)
        )
            return null;

        using var patience = new CancellationTokenSource(Patience);
        try
        {
            var result = await Cli.Wrap(program)
                .WithArguments(probe.Skip(1))
                .WithValidation(CommandResultValidation.None)
                .ExecuteBufferedAsync(patience.Token);
            var said = (result.StandardOutput + result.StandardError).Split(
                '\n',
                StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries
            );
            return result.ExitCode == 0 ? said.FirstOrDefault(line => line.Any(char.IsAsciiDigit)) ?? program : null;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }
}

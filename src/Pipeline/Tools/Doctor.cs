using System.Text.RegularExpressions;
using CliWrap;
using CliWrap.Buffered;
using Pipeline.Foundation.Processes;

namespace Pipeline.Tools;

/// <summary>Checks which tools are installed.</summary>
internal static class Doctor
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Asks all tools for their versions, in parallel.</summary>
    /// <param name="tools">The tools.</param>
    /// <param name="searchPath">The folders to search, as in <c>PATH</c>; null: those of the process.</param>
    public static async Task<ImmutableArray<Diagnosis>> Examine(IEnumerable<Tool> tools, string? searchPath = null) =>
        [.. await Task.WhenAll(tools.Select(async tool => new Diagnosis(tool, await VersionOf(tool, searchPath))))];

    /// <summary>How to install a tool on this machine.</summary>
    public static string Remedy(Tool tool) =>
        tool.Locked is not null ? "./build.sh Setup fetches it"
        : tool.IsInToolManifest || PackageManager.OfThisMachine()?.PackagesOf(tool) is { IsEmpty: false }
            ? "./build.sh Setup installs it"
        : $"see {tool.Site}";

    private static async Task<string?> VersionOf(Tool tool, string? searchPath)
    {
        foreach (var probe in tool.Probes)
            if (await Answer(probe, tool.Folder, searchPath) is { } answer)
                return answer;
        return null;
    }

    private static async Task<string?> Answer(ImmutableArray<string> probe, string? folder, string? searchPath)
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
                .WithWorkingDirectory(folder ?? Directory.GetCurrentDirectory())
                .WithValidation(CommandResultValidation.None)
                .ExecuteBufferedAsync(patience.Token);
            var lines = (result.StandardOutput + result.StandardError).Split(
                '\n',
                StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries
            );
            return result.ExitCode == 0 ? lines.FirstOrDefault(line => line.Any(char.IsAsciiDigit)) ?? program : null;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }
}

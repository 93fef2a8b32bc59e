using Pipeline.Tools.Locked;

namespace Pipeline.Build.Reporting;

/// <summary>Reports the locked tools, and which of them are downloaded.</summary>
public static class LockReport
{
    /// <summary>Writes a line for each tool, and where they are kept.</summary>
    public static void Write(ImmutableArray<ToolPresence> states, ToolCache cache, TextWriter output)
    {
        foreach (var (tool, program) in states)
            output.WriteLine(
                $"{(program is null ? "○" : "✓")} {tool.Name, -18} {tool.Version, -10} {Describe(tool, program?.ToString())}"
            );
        output.WriteLine(
            states.IsEmpty ? $"{ToolsLock.FileName} is missing, or locks no tool" : $"kept in {cache.Folder}"
        );
    }

    private static string Describe(LockedTool tool, string? program) =>
        program
        ?? (tool.Download is null ? $"not locked for {ToolPlatform.Current}" : "not downloaded: run ./build.sh Setup");
}

using Nuke.Common.IO;

namespace Pipeline.Tools.Locked;

/// <summary>What there is of a locked tool.</summary>
/// <param name="Tool">The tool.</param>
/// <param name="Program">Its program; null where it was not fetched yet.</param>
public sealed record ToolPresence(LockedTool Tool, AbsolutePath? Program);

/// <summary>The locked tools of a repository, as its steps find them.</summary>
public static class ToolInventory
{
    /// <summary>What there is of each tool.</summary>
    /// <exception cref="ToolException">One is not what was verified any more.</exception>
    public static ImmutableArray<ToolPresence> Examine(ToolsLock tools, ToolCache cache) =>
        [.. tools.Tools.Select(tool => new ToolPresence(tool, cache.Find(tool)))];

    /// <summary>
    /// The folders that programs are looked for in: those of the locked tools that were fetched, and after them those of the process.
    /// Null where that adds none.
    /// </summary>
    /// <param name="root">The repository.</param>
    /// <param name="cache">Has the tools.</param>
    /// <exception cref="ToolException">The lock cannot be used, or a tool is not what was verified any more.</exception>
    public static string? SearchPath(AbsolutePath root, ToolCache cache)
    {
        // Where nothing was ever fetched, the lock need not be read.
        if (!Directory.Exists(cache.Folder))
            return null;

        var folders = Examine(ToolsLock.Read(root), cache)
            .Select(state => state.Program?.Parent?.ToString())
            .OfType<string>()
            .ToArray();
        return folders.Length == 0
            ? null
            : string.Join(Path.PathSeparator, [.. folders, Environment.GetEnvironmentVariable("PATH") ?? ""]);
    }

    /// <summary>Fetches what is locked for this machine and not here yet; what cannot be reached is only mentioned.</summary>
    /// <exception cref="ToolException">What was had is not what is locked.</exception>
    public static async Task FetchAll(ToolsLock tools, ToolFetch fetch, TextWriter output)
    {
        foreach (var tool in tools.Tools.Where(tool => tool.Download is not null))
            try
            {
                await fetch.Get(tool);
            }
            catch (ToolUnreachableException unreachable)
            {
                output.WriteLine($"going on without: {unreachable.Message}");
            }
    }
}

using Nuke.Common.IO;

namespace Pipeline.Tools.Locked;

/// <summary>The locked tools of a repository in the cache.</summary>
internal static class ToolInventory
{
    /// <summary>Looks each tool up in the cache.</summary>
    /// <exception cref="ToolException">A program has changed since it was verified.</exception>
    public static ImmutableArray<ToolPresence> Examine(ToolsLock tools, ToolCache cache) =>
        [.. tools.Tools.Select(tool => new ToolPresence(tool, cache.Find(tool)))];

    /// <summary>
    /// The search path for programs: the folders of the downloaded tools, and then those of the process. Null where no
    /// tool was downloaded.
    /// </summary>
    /// <param name="root">The repository.</param>
    /// <param name="cache">Stores the tools.</param>
    /// <exception cref="ToolException">
    /// The lock cannot be used, or a program has changed since it was verified.
    /// </exception>
    public static string? SearchPath(AbsolutePath root, ToolCache cache)
    {
        // Without downloads, the lock need not be read.
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

    /// <summary>
    /// Downloads the tools that are locked for this machine and missing; a server that cannot be reached is only
    /// reported.
    /// </summary>
    /// <exception cref="ToolException">A download differs from the lock.</exception>
    public static async Task FetchAll(ToolsLock tools, ToolFetch fetch, TextWriter output)
    {
        foreach (var tool in tools.Tools.Where(tool => tool.Download is not null))
            try
            {
                await fetch.Get(tool);
            }
            catch (ToolUnreachableException unreachable)
            {
                output.WriteLine($"continuing without it: {unreachable.Message}");
            }
    }
}

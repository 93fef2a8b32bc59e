using Nuke.Common.IO;
using Pipeline.Tools.Locked;

namespace Pipeline.Tools;

/// <summary>Installs the tools that a platform needs and the machine lacks.</summary>
internal static class Setup
{
    /// <summary>
    /// Downloads the locked tools, installs the missing ones that the package manager has, and shows where to find the
    /// others.
    /// </summary>
    /// <param name="tools">The needed tools.</param>
    /// <param name="root">The folder with the lock and the .NET tool manifest, where it has them.</param>
    /// <param name="cache">Stores the downloads.</param>
    /// <param name="output">Shows the progress.</param>
    /// <exception cref="SetupException">A required tool is still missing.</exception>
    /// <exception cref="ToolException">A download differs from the lock.</exception>
    public static async Task Run(ImmutableArray<Tool> tools, AbsolutePath root, ToolCache cache, TextWriter output)
    {
        var fetch = new ToolFetch(cache, ToolFetchOptions.OfEnvironment(), output.WriteLine);
        await ToolInventory.FetchAll(ToolsLock.Read(root), fetch, output);
        var path = ToolInventory.SearchPath(root, cache);

        if (File.Exists(root / ".config" / "dotnet-tools.json"))
            await PackageManager.Run(new("dotnet", "tool", "restore") { Directory = root }, output);

        var missing = Missing(await Doctor.Examine(tools, path));
        var installed = PackageManager.OfThisMachine() is { } manager && await manager.Install(missing, output);
        if (installed)
            missing = Missing(await Doctor.Examine(tools, path));

        foreach (var tool in missing)
            output.WriteLine(
                $"{(tool.IsOptional ? "not here" : "missing")}: {tool.Name}, which {tool.Purpose}: see {tool.Site}"
            );
        if (missing.Where(tool => !tool.IsOptional).Select(tool => tool.Name).ToArray() is { Length: > 0 } needed)
            throw new SetupException($"still missing: {string.Join(", ", needed)}");
        output.WriteLine(installed ? "set up" : "nothing to install");
    }

    private static ImmutableArray<Tool> Missing(ImmutableArray<Diagnosis> diagnoses) =>
        [.. diagnoses.Where(diagnosis => !diagnosis.IsInstalled).Select(diagnosis => diagnosis.Tool)];
}

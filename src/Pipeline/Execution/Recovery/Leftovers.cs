using Nuke.Common.IO;
using Pipeline.Execution.Steps;

namespace Pipeline.Execution.Recovery;

/// <summary>The leftovers of killed runs.</summary>
internal static class Leftovers
{
    /// <summary>
    /// Removes everything unfinished: programs that still run, logs of unfinished steps, half-written
    /// files, temporary folders. The caller holds the workspace's lock.
    /// </summary>
    /// <param name="artifacts">The folder that everything is written under.</param>
    /// <param name="tell">Takes messages for the user.</param>
    public static void Remove(AbsolutePath artifacts, Action<string> tell)
    {
        if (RecordedRun.WasKilled(Journal.In(artifacts)) && RecordedRun.Read(Journal.In(artifacts)) is { } killed)
        {
            tell($"the run of {killed.Begun:u} was killed: its unfinished files are removed");
            if (Orphans.End(artifacts) is var ended and > 0)
                tell($"{ended} programs that it had started were still running, and were ended");
            foreach (var step in killed.Unfinished)
                File.Delete(artifacts / "logs" / step.Service / $"{step.Target}.log");
            // The cache is large: it is searched only where something may have been left.
            foreach (
                var file in Parts(artifacts / "cache", SearchOption.AllDirectories).Concat(Replayed(artifacts, killed))
            )
                File.Delete(file);
        }

        Scratch.Clear(artifacts);
        Delete(artifacts / "scratch");
        Delete(artifacts / "local" / "gitops.git.part");
        foreach (var folder in new[] { artifacts, artifacts / "local" })
        foreach (var file in Parts(folder, SearchOption.TopDirectoryOnly))
            File.Delete(file);
        foreach (
            var file in new[] { "handover", "local/versions", "report" }.SelectMany(name =>
                Parts(artifacts / name, SearchOption.AllDirectories)
            )
        )
            File.Delete(file);
        // Last, so that nothing this process starts meanwhile counts as an orphan.
        Orphans.Mark(artifacts);
    }

    // Replays write into a service's folders: one for logs, and one for each kind of results.
    private static IEnumerable<string> Replayed(AbsolutePath artifacts, RecordedRun killed) =>
        from kind in Directory.GetDirectories(artifacts)
        from service in killed.Header.Services
        from file in Parts(Path.Combine(kind, service), SearchOption.AllDirectories)
        select file;

    private static IEnumerable<string> Parts(AbsolutePath folder, SearchOption depth) =>
        Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.part", depth) : [];

    private static void Delete(AbsolutePath folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }
}

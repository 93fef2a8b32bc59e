using Nuke.Common.IO;
using Pipeline.Execution.Steps;

namespace Pipeline.Execution.Recovery;

/// <summary>What killed runs have left of what they were doing.</summary>
public static class Leftovers
{
    /// <summary>
    /// Removes all that was half done: programs that still run, logs of steps that did not end, files that were not written to
    /// their end, temporary folders. The workspace's lock is held.
    /// </summary>
    /// <param name="artifacts">The folder that everything is written under.</param>
    /// <param name="tell">Is told what a user may want to know.</param>
    public static void Remove(AbsolutePath artifacts, Action<string> tell)
    {
        if (RecordedRun.WasKilled(Journal.In(artifacts)) && RecordedRun.Read(Journal.In(artifacts)) is { } killed)
        {
            tell($"the run of {killed.Begun:u} was killed: what it left half done is removed");
            if (Orphans.End(artifacts) is var ended and > 0)
                tell($"{ended} programs that it had started still ran, and were ended");
            foreach (var step in killed.Unfinished)
                File.Delete(artifacts / "logs" / step.Service / $"{step.Target}.log");
            // The cache is large: it is looked through only where something may have been left.
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
        // Last: what this process starts meanwhile is no orphan.
        Orphans.Mark(artifacts);
    }

    // What was kept is put into the folders of a service: one for its logs, and one for each kind of results.
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

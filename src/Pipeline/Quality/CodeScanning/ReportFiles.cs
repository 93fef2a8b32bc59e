using Nuke.Common.IO;

namespace Pipeline.Quality.CodeScanning;

/// <summary>
/// The SARIF files of a service: those that earlier jobs left, each in the artifact of its own service, or those of
/// this run.
/// </summary>
/// <param name="artifacts">The folder for everything that runs write.</param>
/// <param name="jobs">The jobs in which scanners run.</param>
internal sealed class ReportFiles(AbsolutePath artifacts, ImmutableArray<string> jobs)
{
    /// <summary>The folder of reports, relative to that of all artifacts.</summary>
    private const string Folder = "sarif";

    /// <summary>How the names of their artifacts begin.</summary>
    private const string Artifact = "reports-";

    /// <summary>A target's file; null where it left none.</summary>
    public AbsolutePath? Of(string service, string target) =>
        FoldersOf(service).Select(folder => folder / $"{target}.sarif").FirstOrDefault(file => File.Exists(file));

    // The code of a service can write anything into its own artifact, and nothing of it counts for another service.
    private IEnumerable<AbsolutePath> FoldersOf(string service) =>
        jobs.SelectMany(job => Arrived($"{Artifact}{job}-{service}"))
            .Append(artifacts / Folder)
            .Select(folder => folder / service);

    // With several versions of a language there is one for each, NAME.version-0. No service's name has a dot.
    private IEnumerable<AbsolutePath> Arrived(string name) =>
        Directory.Exists(artifacts / "arrivals")
            ? Directory
                .EnumerateDirectories(artifacts / "arrivals", $"{name}*")
                .Where(folder =>
                    Path.GetFileName(folder) is var found
                    && (found == name || found.StartsWith($"{name}.", StringComparison.Ordinal))
                )
                .Order(StringComparer.Ordinal)
                .Select(folder => (AbsolutePath)folder)
            : [];
}

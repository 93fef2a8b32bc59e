using Nuke.Common.IO;
using Pipeline.Build.Reporting;
using Pipeline.Build.Reporting.Html;
using Pipeline.Execution;

namespace Pipeline.Build.Run;

/// <summary>The files that tell of a run once it is over: its record, and its report.</summary>
internal static class RunArtifacts
{
    /// <summary>Begins to read the record of the run before, with which a run is compared when it is over.</summary>
    /// <param name="artifacts">The folder of artifacts.</param>
    public static Task<RunRecord?> Previous(AbsolutePath artifacts) =>
        Task.Run(() => RunRecord.Read(RecordIn(artifacts)));

    /// <summary>Writes them; one that cannot be written is left as the run before has left it.</summary>
    /// <param name="run">The run.</param>
    /// <param name="previous">The record of the run before, from <see cref="Previous"/>.</param>
    /// <returns>What could not be written, and why, as sentences.</returns>
    public static IReadOnlyList<string> Write(PipelineRun run, RunRecord? previous)
    {
        var record = RecordIn(run.Options.Artifacts);
        var report = run.Options.Artifacts / "report" / "index.html";
        // Side by side, since whoever waits for the run waits for both.
        var recorded = Task.Run(() => Try(record, () => RunRecord.Of(run).Write(record)));
        var reported = Try(report, () => HtmlReport.Write(RunSummary.Of(run, previous), report));
        return [.. recorded.GetAwaiter().GetResult(), .. reported];
    }

    private static AbsolutePath RecordIn(AbsolutePath artifacts) => artifacts / "run.json";

    private static ImmutableArray<string> Try(AbsolutePath file, Action write)
    {
        try
        {
            write();
            return [];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return [$"{file} could not be written: {failure.Message}"];
        }
    }
}

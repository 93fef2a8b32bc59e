using Pipeline.Execution;

namespace Pipeline.Build.Reporting;

/// <summary>Shows a run to the person who started it.</summary>
internal interface IRunView : IRunObserver
{
    /// <summary>Announces the run.</summary>
    void RunStarts(RunOptions options);

    /// <summary>Shows the outcome.</summary>
    void RunEnded(PipelineRun run);
}

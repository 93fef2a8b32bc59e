using Pipeline.Execution;

namespace Pipeline.Build.Reporting;

/// <summary>Shows a run to who started it.</summary>
public interface IRunView : IRunObserver
{
    /// <summary>Says what is going to happen.</summary>
    void RunStarts(RunOptions options);

    /// <summary>Says what came of it.</summary>
    void RunEnded(PipelineRun run);
}

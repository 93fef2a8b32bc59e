using Nuke.Common.IO;
using Pipeline.Execution.Steps;

namespace Pipeline.Execution;

/// <summary>Is told what happens in a run, from several threads at once; it takes up what it has a use for.</summary>
public interface IRunObserver
{
    /// <summary>The steps of a run are known (<see cref="PipelineRun.Planned"/>), and the first are about to start.</summary>
    void RunStarted(PipelineRun run) { }

    /// <summary>A step has begun.</summary>
    /// <param name="step">The step.</param>
    /// <param name="log">Its log, which is empty.</param>
    void StepStarted(StepKey step, AbsolutePath log) { }

    /// <summary>An attempt of a step was lost, and another will be made.</summary>
    /// <param name="step">The step.</param>
    /// <param name="attempt">The attempt that was lost, from 1.</param>
    /// <param name="delay">How long after this the next one begins.</param>
    /// <param name="reason">Why it was lost.</param>
    void StepRetried(StepKey step, int attempt, TimeSpan delay, string reason) { }

    /// <summary>A step that waits for others says how far they are.</summary>
    /// <param name="step">The step.</param>
    /// <param name="line">How far, without secrets.</param>
    void StepTold(StepKey step, string line) { }

    /// <summary>A step has come to its end.</summary>
    /// <param name="step">The step.</param>
    /// <param name="log">Its log; null where it never started.</param>
    void StepEnded(Step step, AbsolutePath? log) { }

    /// <summary>Something about the run as a whole is not as it should be, and the run goes on.</summary>
    /// <param name="message">A sentence, without secrets.</param>
    void Warned(string message) { }
}

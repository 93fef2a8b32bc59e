using Nuke.Common.IO;
using Pipeline.Execution.Steps;

namespace Pipeline.Execution;

/// <summary>Observes a run, from several threads at once; implement the events of interest.</summary>
internal interface IRunObserver
{
    /// <summary>
    /// The steps of a run are known (<see cref="PipelineRun.Planned"/>), and the first are about to start.
    /// </summary>
    void RunStarted(PipelineRun run) { }

    /// <summary>A step has started.</summary>
    /// <param name="step">The step.</param>
    /// <param name="log">Its log, which is empty.</param>
    void StepStarted(StepKey step, AbsolutePath log) { }

    /// <summary>An attempt of a step failed, and another will follow.</summary>
    /// <param name="step">The step.</param>
    /// <param name="attempt">The failed attempt, from 1.</param>
    /// <param name="delay">The pause before the next one.</param>
    /// <param name="reason">Why it failed.</param>
    void StepRetried(StepKey step, int attempt, TimeSpan delay, string reason) { }

    /// <summary>A waiting step reports progress.</summary>
    /// <param name="step">The step.</param>
    /// <param name="line">The progress, without secrets.</param>
    void StepTold(StepKey step, string line) { }

    /// <summary>A step has ended.</summary>
    /// <param name="step">The step.</param>
    /// <param name="log">Its log; null where it never started.</param>
    void StepEnded(Step step, AbsolutePath? log) { }

    /// <summary>Something is wrong with the run as a whole, and the run goes on.</summary>
    /// <param name="message">A sentence, without secrets.</param>
    void Warned(string message) { }
}

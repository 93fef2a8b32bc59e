using Nuke.Common.IO;
using Pipeline.Foundation.Secrets;

namespace Pipeline.Execution.Steps;

/// <summary>What a run provides to its steps.</summary>
internal interface IStepHost
{
    /// <summary>What it works on.</summary>
    IRunScope Scope { get; }

    /// <summary>What steps hand over to later ones.</summary>
    Handover Handover { get; }

    /// <summary>What steps share.</summary>
    RunResources Resources { get; }

    /// <summary>Knows the secrets.</summary>
    Redaction Redaction { get; }

    /// <summary>Where a step's log is.</summary>
    AbsolutePath LogOf(StepKey step);

    /// <summary>Creates a temporary folder outside the workspace, which the step deletes.</summary>
    AbsolutePath CreateScratch(string purpose);

    /// <summary>A step has started.</summary>
    void Begin(StepContext step);

    /// <summary>A waiting step reports progress.</summary>
    void Tell(StepKey step, string line);
}

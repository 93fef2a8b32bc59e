using Pipeline.Execution.Steps;

namespace Pipeline.Deployments.GitOps.Changes;

/// <summary>What is decided on a tip: a change, or the result that ends the step without one.</summary>
internal sealed record ChangeDecision(ServiceChange? Change, StepResult? Result)
{
    /// <summary>Makes a change.</summary>
    public static ChangeDecision Make(ServiceChange change) => new(change, null);

    /// <summary>Changes nothing.</summary>
    public static ChangeDecision Leave(StepResult result) => new(null, result);
}

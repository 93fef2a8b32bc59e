using Pipeline.Execution.Steps;

namespace Pipeline.Deployments.GitOps.Changes;

/// <summary>The decision on a tip: a change, or the result of the step without one.</summary>
internal sealed record ChangeDecision(ServiceChange? Change, StepResult? Result)
{
    /// <summary>Makes a change.</summary>
    public static ChangeDecision Make(ServiceChange change) => new(change, null);

    /// <summary>Changes nothing.</summary>
    public static ChangeDecision Leave(StepResult result) => new(null, result);
}

using Pipeline.Execution;

namespace Pipeline.GitOps.Changes;

/// <summary>What is decided on a tip: a change, or the result that ends the step without one.</summary>
internal sealed record ChangeDecision(ServiceChange? Change, StepResult? Result)
{
    /// <summary>To make a change.</summary>
    public static ChangeDecision Make(ServiceChange change) => new(change, null);

    /// <summary>To leave it as it is.</summary>
    public static ChangeDecision Leave(StepResult result) => new(null, result);
}

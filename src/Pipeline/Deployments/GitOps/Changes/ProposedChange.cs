namespace Pipeline.Deployments.GitOps.Changes;

/// <summary>A change on its own branch.</summary>
/// <param name="Change">The change.</param>
/// <param name="Tip">The state before it.</param>
/// <param name="Made">Its commit.</param>
/// <param name="IsNew">False where the branch held the same change already.</param>
internal sealed record ProposedChange(ServiceChange Change, ServiceTip Tip, CommittedChange Made, bool IsNew);

namespace Pipeline.Deployments.GitOps.Changes;

/// <summary>A change on a branch of its own.</summary>
/// <param name="Change">The change.</param>
/// <param name="Tip">What it changes.</param>
/// <param name="Made">Its commit.</param>
/// <param name="IsNew">False where the branch held the same change already.</param>
internal sealed record ProposedChange(ServiceChange Change, ServiceTip Tip, CommittedChange Made, bool IsNew);

using Nuke.Common;
using Nuke.Common.CI.GitHubActions;
using Pipeline.Deployments.Audit;
using Pipeline.Planning;

namespace Pipeline.Build.Run;

/// <summary>The event that started the run, where a forge did.</summary>
/// <param name="Host">Where the build runs.</param>
internal sealed record TriggeringEvent(Host? Host)
{
    /// <inheritdoc cref="IPipelineBuild.IsPullRequest"/>
    public bool IsPullRequest =>
        Host is GitHubActions { EventName: { } name }
        && (name.StartsWith("pull_request", StringComparison.Ordinal) || name == MergeGroup.EventName);

    /// <summary>What the event has services compared with; null: nothing.</summary>
    /// <param name="isNamed">True where services are named.</param>
    public string? Base(bool isNamed) =>
        Host switch
        {
            GitHubActions { EventName: MergeGroup.EventName } queue => MergeGroup.Base(queue.EventPath),
            GitHubActions { BaseRef: { Length: > 0 } target } when IsPullRequest => $"origin/{target}",
            // Who names services has decided.
            GitHubActions { EventName: "push" } when !isNamed => LastDelivery.Base,
            _ => null,
        };
}

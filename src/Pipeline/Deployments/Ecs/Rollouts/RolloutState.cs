using System.Text.Json.Nodes;
using Pipeline.Deployments.Ecs.Services;

namespace Pipeline.Deployments.Ecs.Rollouts;

/// <summary>How far a deployment of ECS has come.</summary>
/// <param name="Phase">Whether it has ended, and how.</param>
/// <param name="Detail">What ECS says about it, as the end of a sentence.</param>
internal sealed record RolloutState(RolloutPhase Phase, string Detail)
{
    /// <summary>
    /// A rolling deployment, by its own id: that a service is stable would be true after a way back too.
    /// </summary>
    /// <param name="service">The service's state.</param>
    /// <param name="id">The deployment's id.</param>
    public static RolloutState OfRolling(EcsService service, string id) =>
        service.Rollouts.FirstOrDefault(rollout => rollout.Id == id) switch
        {
            null or { IsPrimary: false } => new(
                RolloutPhase.Replaced,
                $"was replaced by that of {Revisions.TaskRevision.NameOf(service.TaskDefinition)}"
            ),
            { State: "COMPLETED" } => new(RolloutPhase.Done, ""),
            { State: "FAILED" } rollout => new(RolloutPhase.Failed, $"has failed: {rollout.Reason}"),
            // Behind a Classic Load Balancer there is no state.
            { State: null } when service.Rollouts.Length == 1 && service.Running == service.Desired => new(
                RolloutPhase.Done,
                ""
            ),
            var rollout => new(RolloutPhase.Running, rollout.Progress),
        };

    /// <summary>A deployment by another strategy.</summary>
    /// <param name="deployment">What <c>DescribeServiceDeployments</c> says of it.</param>
    public static RolloutState OfStrategy(JsonObject deployment)
    {
        var status = $"{deployment["status"]}";
        var reason =
            (string?)deployment["rollback"]?["reason"] ?? (string?)deployment["statusReason"] ?? "ECS gives no reason";
        return status switch
        {
            "SUCCESSFUL" => new(RolloutPhase.Done, ""),
            "ROLLBACK_SUCCESSFUL" => new(RolloutPhase.TakenBack, $"was taken back: {reason.TrimEnd('.')}"),
            "STOPPED" or "ROLLBACK_FAILED" => new(RolloutPhase.Failed, $"has ended as {status}: {reason.TrimEnd('.')}"),
            "PENDING" or "IN_PROGRESS" => new(
                RolloutPhase.Running,
                $"{status}{(deployment["lifecycleStage"] is { } stage ? $", {stage}" : "")}"
            ),
            _ => new(RolloutPhase.Running, $"{status}: {reason.TrimEnd('.')}"),
        };
    }
}

/// <summary>Whether a deployment of ECS has ended, and how.</summary>
internal enum RolloutPhase
{
    /// <summary>It runs.</summary>
    Running,

    /// <summary>It has completed.</summary>
    Done,

    /// <summary>It has failed.</summary>
    Failed,

    /// <summary>ECS has gone back to what ran before, within the same deployment.</summary>
    TakenBack,

    /// <summary>Another one has taken its place: of somebody else, or ECS's own way back.</summary>
    Replaced,
}

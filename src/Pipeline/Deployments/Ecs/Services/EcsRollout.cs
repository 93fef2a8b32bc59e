using System.Text.Json.Nodes;

namespace Pipeline.Deployments.Ecs.Services;

/// <summary>One of a service's deployments, as <c>DescribeServices</c> lists them.</summary>
/// <param name="Json">All of its fields.</param>
internal sealed record EcsRollout(JsonObject Json)
{
    /// <summary>Its id.</summary>
    public string Id => $"{Json["id"]}";

    /// <summary>True for the newest; the others are being replaced.</summary>
    public bool IsPrimary => $"{Json["status"]}" == "PRIMARY";

    /// <summary>IN_PROGRESS, COMPLETED or FAILED; null behind a Classic Load Balancer.</summary>
    public string? State => (string?)Json["rolloutState"];

    /// <summary>Why it has its state.</summary>
    public string Reason => $"{Json["rolloutStateReason"]}".TrimEnd('.');

    /// <summary>The ARN of the revision that it starts.</summary>
    public string TaskDefinition => $"{Json["taskDefinition"]}";

    /// <summary>How many of its tasks run, of how many, and how many failed since one last ran.</summary>
    public string Progress =>
        $"{Json["runningCount"]} of {Json["desiredCount"]} tasks run{((int?)Json["failedTasks"] is > 0 and var failed ? $", {failed} failed" : "")}";
}

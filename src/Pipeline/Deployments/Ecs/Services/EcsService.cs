using System.Text.Json.Nodes;

namespace Pipeline.Deployments.Ecs.Services;

/// <summary>A service in a cluster, as <c>DescribeServices</c> has it.</summary>
/// <param name="Json">All of its fields.</param>
internal sealed record EcsService(JsonObject Json)
{
    /// <summary>ACTIVE, DRAINING or INACTIVE.</summary>
    public string Status => $"{Json["status"]}";

    /// <summary>The ARN of the revision that it runs, or is on its way to.</summary>
    public string TaskDefinition => $"{Json["taskDefinition"]}";

    /// <summary>How many tasks it should run.</summary>
    public int Desired => (int?)Json["desiredCount"] ?? 0;

    /// <summary>How many run, of all deployments together.</summary>
    public int Running => (int?)Json["runningCount"] ?? 0;

    /// <summary>What controls deployments: ECS itself, CODE_DEPLOY or EXTERNAL.</summary>
    public string Controller => (string?)Json["deploymentController"]?["type"] ?? "ECS";

    /// <summary>False for BLUE_GREEN, LINEAR and CANARY, whose deployments <c>rolloutState</c> does not tell.</summary>
    public bool IsRolling => (string?)Settings?["strategy"] is null or "ROLLING";

    /// <summary>True where ECS goes back by itself after a failure.</summary>
    public bool GoesBackItself =>
        Settings?["deploymentCircuitBreaker"] is { } breaker && (bool)breaker["enable"]! && (bool)breaker["rollback"]!;

    /// <summary>Its deployments; the newest, and those that it replaces.</summary>
    public ImmutableArray<EcsRollout> Rollouts =>
        [.. (Json["deployments"] as JsonArray ?? []).OfType<JsonObject>().Select(rollout => new EcsRollout(rollout))];

    /// <summary>The newest of them; null where there is none.</summary>
    public EcsRollout? Primary => Rollouts.FirstOrDefault(rollout => rollout.IsPrimary);

    /// <summary>What happened to it, the latest first.</summary>
    public IEnumerable<(DateTimeOffset Time, string Message)> Events =>
        (Json["events"] as JsonArray ?? []).Select(one =>
            (DateTimeOffset.UnixEpoch.AddSeconds((double?)one!["createdAt"] ?? 0), $"{one["message"]}")
        );

    private JsonNode? Settings => Json["deploymentConfiguration"];
}

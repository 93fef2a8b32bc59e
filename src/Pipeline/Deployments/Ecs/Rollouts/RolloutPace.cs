namespace Pipeline.Deployments.Ecs.Rollouts;

/// <summary>How often ECS is asked about a deployment.</summary>
internal sealed record RolloutPace
{
    /// <summary>From one question to the next.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long ECS may take to begin its own way back after a failure.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the load balancer may take to answer as expected after a deployment.</summary>
    public TimeSpan HealthPatience { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>From one request for the health to the next.</summary>
    public TimeSpan HealthPause { get; init; } = TimeSpan.FromSeconds(1);
}

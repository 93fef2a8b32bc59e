using Pipeline.Deployments;
using Pipeline.Deployments.Dora;
using Pipeline.Deployments.History;

namespace Pipeline.Reporting;

/// <summary>The state of a service in an environment, as programs read it.</summary>
internal sealed record StateRow(
    string Service,
    string Environment,
    string? Version,
    string? Digest,
    string? Image,
    string? File,
    DeploymentRow? Deployment,
    long? AgeSeconds,
    string? Pin,
    string? Sync,
    string? Health,
    string? Detail,
    string? Problem
)
{
    public static StateRow Of(ServiceState state, DateTimeOffset now) =>
        new(
            state.Service,
            state.Environment,
            state.Image?.Tag,
            state.Image?.Digest,
            state.Image?.ToString(),
            state.Place,
            state.Deployment is null ? null : DeploymentRow.Of(state.Deployment),
            state.Deployment is null ? null : (long)(now - state.Deployment.Time).TotalSeconds,
            state.Pin?.ToString(),
            state.Health?.Sync,
            state.Health is null
                ? null
                : PreviewFormats.Json.PropertyNamingPolicy!.ConvertName($"{state.Health.State}"),
            state.Health?.Detail,
            state.Problem
        );
}

/// <summary>A deployment, as programs read it.</summary>
internal sealed record DeploymentRow(
    string Service,
    string Environment,
    string Action,
    DateTimeOffset Time,
    string Commit,
    string? Image,
    string? SourceCommit,
    DateTimeOffset? SourceTime,
    string? From,
    string Actor,
    string Run,
    string? Reason,
    string? Reverts
)
{
    public static DeploymentRow Of(Deployment deployment) =>
        new(
            deployment.Service.Service,
            deployment.Trailers.Environment,
            deployment.Trailers.Action.ToString().ToLowerInvariant(),
            deployment.Time,
            deployment.Commit,
            deployment.Service.Image?.ToString(),
            deployment.Service.SourceCommit,
            deployment.Service.SourceTime,
            deployment.Trailers.From,
            deployment.Trailers.Actor,
            deployment.Trailers.Run,
            deployment.Trailers.Reason,
            deployment.Service.Reverts
        );
}

/// <summary>The four measures, as programs read them.</summary>
internal sealed record MetricsRow(
    string Environment,
    string? Service,
    int Deployments,
    double DeploymentsPerDay,
    double? LeadTimeSeconds,
    int Failures,
    double? ChangeFailureRate,
    double? RecoverySeconds
)
{
    public static MetricsRow Of(DoraMetrics metrics) =>
        new(
            metrics.Environment,
            metrics.Service,
            metrics.Deployments,
            metrics.PerDay,
            metrics.LeadTime?.TotalSeconds,
            metrics.Failures,
            metrics.FailureRate,
            metrics.Recovery?.TotalSeconds
        );
}

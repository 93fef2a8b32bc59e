using Pipeline.Deployments.History;

namespace Pipeline.Build.Reporting.Audit;

/// <summary>A deployment, for JSON.</summary>
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
    string? Reverts,
    string? Overrides
)
{
    public static DeploymentRow Of(DeploymentRecord deployment) =>
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
            deployment.Service.Reverts,
            deployment.Service.Overrides
        );
}

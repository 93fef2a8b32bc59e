using System.Text.Json;
using Pipeline.Deployments;

namespace Pipeline.Build.Reporting.Audit;

/// <summary>The state of a service in an environment, for JSON.</summary>
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
            state.Health is null ? null : JsonNamingPolicy.CamelCase.ConvertName($"{state.Health.State}"),
            state.Health?.Detail,
            state.Problem
        );
}

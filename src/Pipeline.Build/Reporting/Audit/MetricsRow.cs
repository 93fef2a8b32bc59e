using Pipeline.Deployments.Dora;

namespace Pipeline.Build.Reporting.Audit;

/// <summary>The DORA metrics, for JSON.</summary>
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

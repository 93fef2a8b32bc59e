using System.Globalization;
using Pipeline.Deployments.History;

namespace Pipeline.Build.Reporting.Audit;

/// <summary>Writes the history as text.</summary>
internal static class HistoryText
{
    public static void Write(ImmutableArray<DeploymentRecord> deployments, TextWriter output, DateTimeOffset now)
    {
        if (deployments.IsEmpty)
            output.WriteLine("Nothing was deployed yet.");
        else
            TextTable.Write(
                output,
                [
                    "time (UTC)",
                    "age",
                    "environment",
                    "service",
                    "action",
                    "version",
                    "source",
                    "by",
                    "commit",
                    "reason",
                ],
                deployments.Select(deployment => Row(deployment, now))
            );
    }

    private static string[] Row(DeploymentRecord deployment, DateTimeOffset now) =>
        [
            deployment.Time.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
            DurationText.Show(now - deployment.Time),
            deployment.Trailers.Environment,
            deployment.Service.Service,
            deployment.Trailers.From is { } from
                ? $"promote from {from}"
                : deployment.Trailers.Action.ToString().ToLowerInvariant(),
            deployment.Service.Image?.Tag ?? "–",
            deployment.Service.SourceCommit?[..7] ?? "–",
            deployment.Trailers.Actor.Split(" <")[0],
            deployment.Commit[..7],
            Reason(deployment),
        ];

    private static string Reason(DeploymentRecord deployment) =>
        (deployment.Service.Overrides, deployment.Trailers.Reason) switch
        {
            ({ } gates, { } reason) => $"overrides {gates}: {reason}",
            ({ } gates, null) => $"overrides {gates}",
            (null, var reason) => reason ?? "",
        };
}

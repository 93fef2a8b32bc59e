using System.Text.Json;
using Pipeline.Deployments;
using Pipeline.Deployments.Dora;
using Pipeline.Deployments.History;

namespace Pipeline.Reporting;

/// <summary>Shows what GitOps repositories tell, to people or to programs; docs/gitops.md describes the JSON.</summary>
public static class AuditFormats
{
    /// <summary>The version of the JSON's shape; it grows when a reader of the old shape would go wrong.</summary>
    public const int CurrentSchema = 1;

    private static readonly JsonSerializerOptions Json = new(PreviewFormats.Json) { WriteIndented = true };

    /// <summary>Writes what runs where.</summary>
    public static void Write(
        ImmutableArray<ServiceState> states,
        PreviewFormat format,
        TextWriter output,
        DateTimeOffset now
    )
    {
        if (format == PreviewFormat.Json)
            Write(output, new { Schema = CurrentSchema, Services = states.Select(state => StateRow.Of(state, now)) });
        else
            StatusText.Write(states, output, now);
    }

    /// <summary>Writes what was deployed.</summary>
    public static void Write(
        ImmutableArray<Deployment> deployments,
        PreviewFormat format,
        TextWriter output,
        DateTimeOffset now
    )
    {
        if (format == PreviewFormat.Json)
            Write(output, new { Schema = CurrentSchema, Deployments = deployments.Select(DeploymentRow.Of) });
        else
            HistoryText.Write(deployments, output, now);
    }

    /// <summary>Writes the four measures.</summary>
    public static void Write(DoraReport report, PreviewFormat format, TextWriter output)
    {
        if (format == PreviewFormat.Json)
            Write(
                output,
                new
                {
                    Schema = CurrentSchema,
                    report.Platform,
                    report.From,
                    report.To,
                    Metrics = report.Metrics.Select(MetricsRow.Of),
                    report.Days,
                }
            );
        else
            DoraText.Write(report, output);
    }

    private static void Write(TextWriter output, object value) =>
        output.WriteLine(JsonSerializer.Serialize(value, Json));
}

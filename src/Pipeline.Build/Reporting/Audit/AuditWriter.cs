using System.Text.Json;
using Pipeline.Deployments;
using Pipeline.Deployments.Dora;
using Pipeline.Deployments.History;

namespace Pipeline.Build.Reporting.Audit;

/// <summary>Writes status, history and DORA as text or as JSON; docs/gitops.md describes the JSON.</summary>
internal static class AuditWriter
{
    /// <summary>The version of the JSON's format; it grows with incompatible changes.</summary>
    public const int CurrentSchema = 1;

    /// <summary>Writes what runs where.</summary>
    public static void Write(
        ImmutableArray<ServiceState> states,
        OutputFormat format,
        TextWriter output,
        DateTimeOffset now
    )
    {
        if (format == OutputFormat.Json)
            Write(output, new { Schema = CurrentSchema, Services = states.Select(state => StateRow.Of(state, now)) });
        else
            StatusText.Write(states, output, now);
    }

    /// <summary>Writes what was deployed.</summary>
    public static void Write(
        ImmutableArray<DeploymentRecord> deployments,
        OutputFormat format,
        TextWriter output,
        DateTimeOffset now
    )
    {
        if (format == OutputFormat.Json)
            Write(output, new { Schema = CurrentSchema, Deployments = deployments.Select(DeploymentRow.Of) });
        else
            HistoryText.Write(deployments, output, now);
    }

    /// <summary>Writes the DORA metrics.</summary>
    public static void Write(DoraReport report, OutputFormat format, TextWriter output)
    {
        if (format == OutputFormat.Json)
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
        output.WriteLine(JsonSerializer.Serialize(value, OutputJson.Indented));
}

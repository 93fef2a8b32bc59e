using System.Text.Json;
using Pipeline.Deployments;
using Pipeline.Deployments.Dora;
using Pipeline.Deployments.History;
using Pipeline.Foundation;

namespace Pipeline.Build.Reporting.Audit;

/// <summary>Writes status, history and DORA as text or as JSON; docs/reference/gitops.md describes the JSON.</summary>
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
            Compose(output, text => StatusText.Write(states, text, now));
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
            Compose(output, text => HistoryText.Write(deployments, text, now));
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
            Compose(output, text => DoraText.Write(report, text));
    }

    private static void Compose(TextWriter output, Action<TextWriter> write)
    {
        using var text = new StringWriter { NewLine = output.NewLine };
        write(text);
        output.Write(MessageText.Lines(text.ToString()));
    }

    private static void Write(TextWriter output, object value) =>
        output.WriteLine(JsonSerializer.Serialize(value, OutputJson.Indented));
}
